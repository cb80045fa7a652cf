import type { CallId } from '../kernel/ids.js';
import type { Sound } from './telephony.js';

export interface SpeechRequest {
  readonly text: string;
  readonly language: 'fr' | 'en';
  /** What is said may be kept nowhere for longer than it takes to say it. */
  readonly secret: boolean;
  /** The call whose caller the text tells something of; null: it is the same for every caller. */
  readonly tellsOf: CallId | null;
  readonly withinSeconds: number;
}

/** Makes sounds of texts. */
export interface Speech {
  /** The sound of the text, ready to be played; null when there is none within the time given. It never rejects. */
  spoken(request: SpeechRequest): Promise<Sound | null>;
}
