export const DAY_SECONDS = 86_400;

/** Telephone numbers as they may be written: the service normalises them with the country of the dial policy. */
export const NUMBER_LENGTH = { min: 2, max: 40 } as const;

/** OpenAPI of a sound of the audio library. */
export const AUDIO = { type: String, nullable: true, default: null, maxLength: 100, example: 'builtin:welcome' } as const;

/** OpenAPI of another resource, by id. */
export const REFERENCE = { type: String, nullable: true, default: null, maxLength: 26 } as const;

/** OpenAPI of a telephone number. */
export const NUMBER = { type: String, nullable: true, default: null, maxLength: NUMBER_LENGTH.max, example: '+33170000001' } as const;
