import type { Clock } from '../../src/core/ports/clock.js';
import type { Speech, SpeechRequest } from '../../src/core/ports/speech.js';
import type { Sound } from '../../src/core/ports/telephony.js';

/** A synthesiser whose sounds are named after what they say: `fr: Bonjour`. It keeps the time that it is given. */
export class FakeSpeech implements Speech {
  readonly asked: SpeechRequest[] = [];
  /** Texts of which it makes nothing. */
  readonly cannotSay = new Set<string>();
  takesMs = 0;

  constructor(private readonly clock: Clock) {}

  async spoken(request: SpeechRequest): Promise<Sound | null> {
    this.asked.push(request);
    const { text, language, withinSeconds } = request;
    const takes = Math.min(this.takesMs, withinSeconds * 1_000);
    if (takes > 0) await new Promise<void>((resolve) => this.clock.at(this.clock.now() + takes, resolve));
    if (this.cannotSay.has(text) || takes < this.takesMs) return null;
    return { kind: 'speech', speechId: `${language}: ${text}` };
  }
}
