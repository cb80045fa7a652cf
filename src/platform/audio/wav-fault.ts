/** Why a file cannot be played on a telephone, for programs. */
export type WavFaultCode =
  | 'empty-file'
  | 'not-wav'
  | 'bad-header'
  | 'unsupported-format'
  | 'unsupported-rate'
  | 'unsupported-width'
  | 'unsupported-channels'
  | 'truncated'
  | 'no-sound'
  | 'too-long'
  | 'bad-samples';

/** A file that is no sound we can play; the message says what was found, and what is needed. */
export class WavFault extends Error {
  override readonly name = 'WavFault';

  constructor(
    readonly code: WavFaultCode,
    message: string,
  ) {
    super(message);
  }
}
