import type { Sound } from './telephony.js';

export interface SpeechRequest {
  readonly text: string;
  readonly language: 'fr' | 'en';
  /** What is said may be kept nowhere for longer than it takes to say it. */
  readonly secret: boolean;
  readonly withinSeconds: number;
}

/** Makes sounds of texts. */
export interface Speech {
  /** The sound of the text, ready to be played; null when there is none within the time given. It never rejects. */
  spoken(request: SpeechRequest): Promise<Sound | null>;
}
