import { join } from 'node:path';
import type { DialPolicy } from '../core/dialling/dial-policy.js';
import type { Calendars } from '../core/ports/calendars.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { IvrRequests } from '../core/ports/ivr-requests.js';
import type { JournalStore } from '../core/ports/journal-store.js';
import type { Speech } from '../core/ports/speech.js';
import { Engine } from '../engine/engine.js';
import { Journal } from '../engine/journal.js';
import { SOUND_DISK } from '../engine/sound-disk.js';
import { Spill } from '../engine/spill.js';
import type { Foundations } from '../platform/platform.module.js';
import { KeptHistory } from './kept-history.js';
import type { Pbx } from './open-pbx.js';

export interface EngineParts {
  readonly engine: Engine;
  readonly journal: Journal;
  readonly history: KeptHistory;
}

/** What the engine asks of the modules. */
export interface EngineServices {
  readonly directory: CampaignDirectory;
  readonly store: JournalStore;
  readonly dialPolicy: () => DialPolicy;
  readonly ivrRequests: IvrRequests;
  readonly speech: Speech;
  readonly calendars: Calendars;
}

/** The engine over this PBX and what the modules know, with its journal on disk below the data directory. */
export function makeEngine(
  { configuration, clock, ids, log }: Foundations,
  { telephony, trunkPattern }: Pbx,
  { store, dialPolicy, ...services }: EngineServices,
): EngineParts {
  const journal = new Journal(clock, ids, new Spill(join(configuration.dataDirectory, 'journal'), log), store, log);
  const history = new KeptHistory(join(configuration.dataDirectory, 'wait-history.json'), log);
  const engine = new Engine({
    telephony,
    clock,
    ids,
    ...services,
    journal,
    messagesDirectory: join(configuration.dataDirectory, 'voicemails'),
    recordingsDirectory: join(configuration.dataDirectory, 'recordings'),
    soundFiles: SOUND_DISK,
    trunk: { trunkPattern, dialPolicy },
    estimator: history.estimator,
    // Whatever supervises us starts us again; callers stay on the PBX meanwhile, and the journal is on disk.
    die: () => process.exit(1),
    log,
  });
  return { engine, journal, history };
}
