import { createHash, randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';

import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';

import type { SpokenText, SpokenTexts } from '../../core/ivr/spoken-texts.js';
import type { CallId } from '../../core/kernel/ids.js';
import { seconds } from '../../core/kernel/time.js';
import type { Clock, Timer } from '../../core/ports/clock.js';
import type { Log } from '../../core/ports/log.js';
import type { Speech, SpeechRequest } from '../../core/ports/speech.js';
import type { Sound } from '../../core/ports/telephony.js';
import { Conversions } from '../../platform/audio/conversions.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { LOG } from '../../platform/logging/log.js';
import { PersonalDataSources } from '../../platform/personal-data/personal-data-sources.js';
import { everyVoice, Synthesiser, type Voice } from '../../platform/speech/synthesiser.js';
import { ONCE, PASSING, SpeechShelf } from './speech-shelf.js';

/** Why callers do not hear texts. */
export type SpeechTrouble = 'no-program' | 'failed' | 'late';

/** A program that hangs must not keep the texts of the next callers waiting for ever. */
const PROGRAM_GIVES_UP_AFTER_MS = 10_000;
/** Who comes behind so many texts would wait longer than a caller does. */
const MOST_UNDER_WAY = 20;
/** Of texts that failed. */
const MOST_REMEMBERED = 1_000;
/** What tells of a caller stays on disk for so long after it was last heard: longer than the longest text sounds. */
const PASSING_STAYS_SECONDS = 300;
const UNHEARD_STAYS_SECONDS = 7 * 86_400;
const CLEARED_EVERY_SECONDS = 3_600;

/**
 * The texts of scenarios, spoken for callers: each is made once, and kept on disk for the next who is told the same. What tells something of a
 * caller leaves the disk soon after it was heard, with the process, or when the caller wants everything erased.
 */
@Injectable()
export class SpokenTextsService implements Speech, OnModuleInit, OnModuleDestroy {
  readonly shelf: SpeechShelf;
  private readonly synthesiser: Synthesiser;
  private readonly conversions = new Conversions();
  private readonly underWay = new Map<string, Promise<string | null>>();
  /** Texts that nothing was made of when they were last wanted, by id. */
  private readonly unspoken = new Set<string>();
  /** How it went with the last text of all. */
  private trouble: SpeechTrouble | null = null;
  private opening: Promise<void> | null = null;
  private preparing: Promise<void> = Promise.resolve();
  private readonly timers = new Set<Timer>();
  private over = false;

  constructor(
    @Inject(CONFIGURATION) { dataDirectory, speechProgram }: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    private readonly sources: PersonalDataSources,
  ) {
    this.shelf = new SpeechShelf(resolve(join(dataDirectory, 'speech')));
    this.synthesiser = new Synthesiser(speechProgram, PROGRAM_GIVES_UP_AFTER_MS, this.shelf.directory);
  }

  async onModuleInit(): Promise<void> {
    this.sources.add({
      name: 'spokenTexts',
      export: ({ callIds }) => Promise.resolve(this.toldIn(callIds)),
      erase: ({ callIds }) => this.shelf.forgetCalls(new Set(callIds)),
    });
    await this.open();
    this.clearLater();
  }

  onModuleDestroy(): void {
    this.over = true;
    for (const timer of this.timers) timer.stop();
  }

  canSpeak(): boolean {
    return this.synthesiser.voiceOf('fr') !== null;
  }

  async spoken({ secret, tellsOf, withinSeconds, ...text }: SpeechRequest): Promise<Sound | null> {
    const passing = tellsOf === null ? '' : PASSING;
    const made = secret ? this.make(`${ONCE}${randomBytes(16).toString('hex')}`, text) : this.made(text, passing);
    const speechId = await this.inTime(
      made.then((id) => this.noted(id, tellsOf)),
      withinSeconds,
    );
    if (speechId === 'late') {
      this.failed(secret ? null : this.idOf(text), 'late', `it took longer than ${withinSeconds} s`);
      return null;
    }
    return speechId === null ? null : { kind: 'speech', speechId };
  }

  /** Has texts spoken before anybody is waiting for them, one after another; nobody waits for it either. */
  prepare(texts: readonly SpokenText[]): void {
    if (texts.length === 0) return;
    this.preparing = this.preparing.then(async () => {
      await this.open();
      for (const text of texts) {
        if (this.over || !this.canSpeak()) return;
        await this.made(text, '');
      }
    });
  }

  /** What keeps callers from hearing these, as far as is known now; null: nothing does. */
  troubleWith({ fixed, varying }: SpokenTexts): SpeechTrouble | null {
    if (fixed.length === 0 && !varying) return null;
    const wanting = fixed.filter((text) => this.keptId(text) === null);
    if (!this.canSpeak()) return wanting.length > 0 || varying ? 'no-program' : null;
    if (wanting.some((text) => this.unspoken.has(this.idOf(text)))) return 'failed';
    return varying && this.trouble !== 'no-program' ? this.trouble : null;
  }

  /** What a PBX on another machine plays; null when there is no such sound. */
  playableFile(speechId: string): string | null {
    return this.shelf.has(speechId) ? this.shelf.files.path(speechId, 'ulaw') : null;
  }

  private open(): Promise<void> {
    return (this.opening ??= this.shelf.open());
  }

  private noted(id: string | null, tellsOf: CallId | null): string | null {
    if (id !== null) this.shelf.heard(id, this.clock.now(), id.startsWith(PASSING) || id.startsWith(ONCE) ? tellsOf : null);
    return id;
  }

  private toldIn(callIds: readonly string[]): object[] {
    return this.shelf.toldIn(new Set(callIds)).map(({ heardAt, ...text }) => ({ ...text, heardAt: toRfc3339(heardAt) }));
  }

  /** Its id on the shelf; null when nothing can be made of it. Those who want the same at once wait for the same. */
  private made(text: SpokenText, passing: typeof PASSING | ''): Promise<string | null> {
    const kept = this.keptId(text) ?? this.keptId(text, passing);
    if (kept !== null) return Promise.resolve(kept);
    const id = passing + this.idOf(text);
    return this.underWay.get(id) ?? this.make(id, text);
  }

  private make(id: string, text: SpokenText): Promise<string | null> {
    if (this.underWay.size >= MOST_UNDER_WAY) {
      this.failed(id.startsWith(ONCE) ? null : id, 'late', 'too many texts are being spoken');
      return Promise.resolve(null);
    }
    const making = this.speak(id, text).finally(() => this.underWay.delete(id));
    this.underWay.set(id, making);
    return making;
  }

  private async speak(id: string, { text, language }: SpokenText): Promise<string | null> {
    const told = id.startsWith(ONCE) ? null : id;
    const speech = await this.synthesiser.say(text, language, null);
    if (speech.kind === 'no-program') return this.failed(told, 'no-program', 'no synthesiser is installed');
    if (speech.kind !== 'spoken') return this.failed(told, 'failed', speech.kind === 'failed' ? speech.why : speech.kind);
    try {
      const { files } = await this.conversions.convert(speech.wav);
      await this.shelf.keep(id, files, this.clock.now());
    } catch (fault) {
      return this.failed(told, 'failed', String(fault));
    }
    if (id.startsWith(ONCE) || id.startsWith(PASSING)) this.forgetLater(id, PASSING_STAYS_SECONDS);
    this.unspoken.delete(id);
    this.trouble = null;
    return id;
  }

  /** Told once for each text, and once while every text fails in the same way. Texts may tell of people, so they are not in the log. */
  private failed(id: string | null, trouble: SpeechTrouble, why: string): null {
    const known = this.trouble === trouble || (id !== null && this.unspoken.has(id));
    this.trouble = trouble;
    if (id !== null) this.unspoken.add(id);
    const [oldest] = this.unspoken;
    if (this.unspoken.size > MOST_REMEMBERED && oldest !== undefined) this.unspoken.delete(oldest);
    if (!known && !this.over) this.log.warn('A text of an IVR scenario is not spoken: callers hear nothing of it', { why, speechId: id });
    return null;
  }

  private async inTime<T>(work: Promise<T>, withinSeconds: number): Promise<T | 'late'> {
    let timer: Timer | undefined;
    const late = new Promise<'late'>((tell) => {
      timer = this.clock.at(this.clock.now() + seconds(withinSeconds), () => {
        tell('late');
      });
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      timer?.stop();
    }
  }

  private forgetLater(id: string, afterSeconds: number): void {
    this.later(afterSeconds, async () => {
      const staysMs = (this.shelf.heardAt(id) ?? 0) + seconds(PASSING_STAYS_SECONDS) - this.clock.now();
      if (staysMs > 0) this.forgetLater(id, staysMs / 1_000);
      else await this.shelf.remove(id);
    });
  }

  private clearLater(): void {
    this.later(CLEARED_EVERY_SECONDS, async () => {
      this.clearLater();
      await this.shelf.clearUnheardSince(this.clock.now() - seconds(UNHEARD_STAYS_SECONDS));
    });
  }

  private later(afterSeconds: number, work: () => Promise<void>): void {
    const timer = this.clock.at(this.clock.now() + seconds(afterSeconds), () => {
      this.timers.delete(timer);
      work().catch((fault: unknown) => {
        this.log.error('Spoken texts that should have gone stay on the disk', { fault: String(fault) });
      });
    });
    this.timers.add(timer);
  }

  /** Of the voice that would speak now; without a program, of any that has spoken before. */
  private keptId(text: SpokenText, passing = ''): string | null {
    const voice = this.synthesiser.voiceOf(text.language);
    const voices = voice === null ? everyVoice(text.language) : [voice];
    return voices.map((one) => passing + idBy(one, text)).find((id) => this.shelf.has(id)) ?? null;
  }

  private idOf(text: SpokenText): string {
    return idBy(this.synthesiser.voiceOf(text.language), text);
  }
}

function idBy(voice: Voice | null, { text, language }: SpokenText): string {
  const whole = JSON.stringify([voice?.program, voice?.voice, language, text]);
  return createHash('sha256').update(whole).digest('hex');
}
