import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';

import { NO_SYNTHESISER } from '../../core/ivr/check-references.js';
import { audioIdOf, soundOf } from '../../core/ivr/sound-of.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import type { PbxSounds } from '../../core/ports/pbx-sounds.js';
import { PbxUnreachable, type Sound } from '../../core/ports/telephony.js';
import { PBX_SOUNDS } from '../../platform/audio/pbx-sounds.js';
import { Conversions } from '../../platform/audio/conversions.js';
import type { TelephoneSound } from '../../platform/audio/telephone-sound.js';
import { WavFault } from '../../platform/audio/wav-fault.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { LOG, type Log } from '../../platform/logging/log.js';
import { Synthesiser } from '../../platform/speech/synthesiser.js';
import { AudioFiles } from './audio-files.js';
import { AudioEntity } from './audio.entity.js';
import { builtinSounds, OWN_SOUNDS } from './builtin-sounds.js';
import { AudioChanges, AudioQuery, AudioView, PbxSoundQuery, PbxSoundView, SpeechDraft } from './dto/audio.dto.js';
import { PbxLibrary } from './pbx-library.js';

/** Who plays this sound, in words for the one who wants to remove it; asked within the removing transaction. */
export type AudioUsers = (manager: EntityManager, audioId: string) => Promise<string[]>;

const LONGEST_NAME = 60;

type Naming = Pick<AudioEntity, 'name' | 'language'>;

/** What can be played: the sounds that Guichet brings, and those that were uploaded or spoken. */
@Injectable()
export class AudioService implements OnModuleInit, OnModuleDestroy {
  private readonly users: AudioUsers[] = [];
  private readonly builtins: ReadonlyMap<string, AudioView> = builtinSounds();
  /** Uploads. Changed within the transaction that changes the table, so that a campaign cannot take what is being removed. */
  private readonly known = new Map<string, Pick<TelephoneSound, 'durationSeconds'>>();
  private readonly conversions = new Conversions();
  private readonly files: AudioFiles;
  private readonly synthesiser: Synthesiser;
  private readonly onPbx: PbxLibrary;

  constructor(
    @InjectRepository(AudioEntity) private readonly rows: Repository<AudioEntity>,
    private readonly database: Database,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(PBX_SOUNDS) pbxSounds: PbxSounds,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {
    this.onPbx = new PbxLibrary(pbxSounds, clock);
    this.synthesiser = new Synthesiser(configuration.speechProgram);
    this.files = new AudioFiles(join(configuration.dataDirectory, 'audio'));
  }

  async onModuleInit(): Promise<void> {
    this.onPbx.start();
    for (const { id, sound } of await this.rows.find({ select: { id: true, sound: true } })) this.known.set(id, sound);
    const { setApart, broughtBack, missing } = await this.files.settle(new Set(this.known.keys()));
    if (setApart.length > 0) this.log.warn('Sounds that the database does not know were set apart', { setApart });
    if (broughtBack.length > 0) this.log.info('Sounds that had been set apart are back', { broughtBack });
    if (missing.length > 0) this.log.warn('Files of the sound library have vanished: callers hear the built-in sounds', { missing });
  }

  onModuleDestroy(): void {
    this.onPbx.close();
  }

  /** Asks `users` before a sound is removed. */
  whoUses(users: AudioUsers): void {
    this.users.push(users);
  }

  /** Builtin sounds first, by id; then the others, by name. */
  async list(query: AudioQuery): Promise<Page<AudioView>> {
    const { language, builtin } = query;
    const { skip, take } = pageWindow(query);
    const brought =
      builtin === false
        ? []
        : [...this.builtins.values()].filter(({ languages }) => language === undefined || languages.includes(language));
    const where = language === undefined ? {} : { language };
    const from = Math.max(0, skip - brought.length);
    const shown = brought.slice(skip, skip + take);
    const [rows, total] =
      builtin === true
        ? [[], 0]
        : await this.rows.findAndCount({ where, order: { name: 'ASC', id: 'ASC' }, skip: from, take: Math.max(1, take - shown.length) });
    const made = take > shown.length ? rows.map((row) => this.view(row)) : [];
    return pageOf(query, [...shown, ...made], brought.length + total);
  }

  /** The sounds that are on the PBX already. Refused (503) while it cannot be asked. */
  async listOnPbx(query: PbxSoundQuery): Promise<Page<PbxSoundView>> {
    const { skip, take } = pageWindow(query);
    const { language, search = '' } = query;
    try {
      const fitting = (await this.onPbx.list()).filter(
        ({ name, languages }) => (language === undefined || languages.includes(language)) && name.includes(search),
      );
      const items = fitting.slice(skip, skip + take).map((sound) => ({ id: audioIdOf({ kind: 'pbx', name: sound.name }), ...sound }));
      return pageOf(query, items, fitting.length);
    } catch (error) {
      if (error instanceof PbxUnreachable)
        throw new Refusal('unavailable', 'pbx-unreachable', 'The PBX does not answer. Try again in a moment.');
      throw error;
    }
  }

  async get(id: string): Promise<AudioView> {
    return this.builtins.get(id) ?? this.view((await this.rows.findOneBy({ id })) ?? unknownAudio(id));
  }

  /** A sound made of an uploaded file. Refused (422) with the reason when it is no sound that a telephone can play. */
  async upload(file: Buffer, naming: Naming): Promise<AudioView> {
    return this.add(await this.converted(file), { ...naming, text: null });
  }

  /** A sound made of a text. Refused when no synthesiser is installed (501), when it has no such voice (422), or fails (503). */
  async speak({ text, language, voice = null, name }: SpeechDraft): Promise<AudioView> {
    const speech = await this.synthesiser.say(text, language, voice);
    switch (speech.kind) {
      case 'spoken':
        return this.add(await this.converted(speech.wav), { name: name ?? beginningOf(text), language, text });
      case 'no-program':
        throw new Refusal('not-installed', 'no-synthesiser', NO_SYNTHESISER);
      case 'unknown-voice': {
        const message = `The synthesiser has no voice ${voice ?? ''} for this language; it has ${speech.voices.join(', ')}.`;
        const faults = [{ path: 'voice', code: 'unknown-voice', message }];
        throw new Refusal('impossible', 'unknown-voice', message, faults, { voices: speech.voices });
      }
      case 'failed':
        this.log.warn('The synthesiser did not speak', { why: speech.why });
        throw new Refusal(
          'unavailable',
          'speech-failed',
          'The synthesiser did not speak; the log says why. Try again, or with another text.',
        );
    }
  }

  async change(id: string, changes: AudioChanges, expectedVersion: number | null): Promise<AudioView> {
    this.assertNotBuiltin(id);
    return this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, AudioEntity, { id })) ?? unknownAudio(id);
      assertCurrent(expectedVersion, row.version);
      const next = { ...row, ...changes, version: row.version + 1 };
      await manager.update(AudioEntity, { id }, next);
      return this.view(next);
    });
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    this.assertNotBuiltin(id);
    const known = this.known.get(id);
    try {
      await this.database.transaction(async (manager) => {
        const row = (await this.database.locked(manager, AudioEntity, { id })) ?? unknownAudio(id);
        assertCurrent(expectedVersion, row.version);
        const users = (await Promise.all(this.users.map((usersOf) => usersOf(manager, id)))).flat();
        if (users.length > 0) {
          const message = `"${row.name}" is played by ${users.slice(0, 20).join(', ')}. Give them another sound first.`;
          throw new Refusal('wrong-state', 'audio-in-use', message, [], { users });
        }
        await manager.delete(AudioEntity, { id });
        this.known.delete(id);
      });
    } catch (error) {
      if (known !== undefined) this.known.set(id, known);
      throw error;
    }
    await this.files.remove(id);
  }

  /** Whether there is such a sound: a campaign may refer to it. Its file may have vanished all the same, see `present`. */
  exists(audioId: string): boolean {
    return this.onPbx.has(audioId) ?? (this.builtins.has(audioId) || this.known.has(audioId));
  }

  /** Whether it can be played now: false when somebody removed its file. */
  present(audioId: string): boolean {
    return this.onPbx.has(audioId) ?? (this.builtins.has(audioId) || (this.known.has(audioId) && this.files.present(audioId)));
  }

  /** How long it is, where that is known; null when it cannot be played now. */
  playable(audioId: string): { readonly durationSeconds: number | null } | null {
    return this.present(audioId) ? (this.builtins.get(audioId) ?? this.known.get(audioId) ?? { durationSeconds: null }) : null;
  }

  /** Those of the ids that cannot be played now. */
  missing(audioIds: readonly string[]): string[] {
    return audioIds.filter((id) => !this.present(id));
  }

  /** The sound of an id that was found to exist. */
  sound(audioId: string): Sound {
    return soundOf(audioId);
  }

  /** The WAV file of a sound, as callers hear it. */
  async wavFile(id: string, language: 'fr' | 'en' = this.configuration.defaultLanguage): Promise<string> {
    const builtin = this.builtins.get(id);
    if (builtin !== undefined) return join(this.promptDirectory(), language, `${builtin.name}.wav`);
    const row = (await this.rows.findOneBy({ id })) ?? unknownAudio(id);
    if (!this.files.present(id)) {
      throw new Refusal('not-found', 'audio-vanished', `The file of "${row.name}" is no longer on the disk: upload it again.`);
    }
    return this.files.path(id, 'wav');
  }

  /** What a PBX on another machine plays; null when there is no such file. Companded: most callers need no transcoding then. */
  playableFile(audioId: string): string | null {
    return this.known.has(audioId) && this.files.present(audioId) ? this.files.path(audioId, 'ulaw') : null;
  }

  private async converted(file: Buffer): Promise<TelephoneSound> {
    try {
      return await this.conversions.convert(file);
    } catch (error) {
      if (!(error instanceof WavFault)) throw error;
      throw new Refusal('impossible', error.code, error.message, [{ path: 'file', code: error.code, message: error.message }]);
    }
  }

  /** The file before the row: a row without its file would be a promise, a file without its row is cleared at the next start. */
  private async add({ files, ...sound }: TelephoneSound, { name, language, text }: Naming & { text: string | null }): Promise<AudioView> {
    const row: AudioEntity = { id: this.ids.next(), version: 1, name, language, text, sound, createdAt: this.clock.now() };
    await this.files.keep(row.id, files);
    try {
      await this.database.transaction((manager) => manager.insert(AudioEntity, row));
    } catch (error) {
      await this.files.remove(row.id);
      throw error;
    }
    this.known.set(row.id, row.sound);
    return this.view(row);
  }

  private assertNotBuiltin(id: string): void {
    if (this.builtins.has(id))
      throw new Refusal('wrong-state', 'audio-builtin', 'A sound that Guichet brings can be neither changed nor deleted.');
  }

  private promptDirectory(): string {
    const { pbx } = this.configuration;
    return (pbx.kind === 'embedded' ? pbx.soundsDirectory : null) ?? fileURLToPath(OWN_SOUNDS);
  }

  private view({ id, version, name, language, text, sound, createdAt }: AudioEntity): AudioView {
    const { durationSeconds, peakDbfs, loudnessDbfs, warnings, source } = sound;
    return {
      ...{ id, version, name, builtin: false, language, languages: [language], durationSeconds, text },
      ...{ peakDbfs, loudnessDbfs, warnings, source, present: this.files.present(id), createdAt: toRfc3339(createdAt) },
    };
  }
}

function beginningOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_NAME ? line : `${line.slice(0, LONGEST_NAME - 1)}…`;
}

function unknownAudio(id: string): never {
  throw new Refusal('not-found', 'unknown-audio', `There is no sound ${id}.`);
}
