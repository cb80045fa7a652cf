import type { Floor } from '../core/acd/floor.js';
import type { Call } from '../core/calls/call.js';
import type { Calendars } from '../core/ports/calendars.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { IvrRequests } from '../core/ports/ivr-requests.js';
import type { Speech } from '../core/ports/speech.js';
import type { Telephony } from '../core/ports/telephony.js';
import type { WriterParts } from './floor-writer.js';
import type { TrunkSettings } from './outbound-lines.js';
import type { SoundFiles } from './sound-files.js';

/** What the engine is made of. */
export interface EnginePorts extends WriterParts {
  readonly telephony: Telephony;
  readonly directory: CampaignDirectory;
  readonly trunk: TrunkSettings;
  readonly ivrRequests: IvrRequests;
  readonly speech: Speech;
  readonly calendars: Calendars;
  /** Where the messages of callers are kept. */
  readonly messagesDirectory: string;
  /** Where recorded conversations are kept. */
  readonly recordingsDirectory: string;
  /** The disk that both are on. */
  readonly soundFiles: SoundFiles;
}

/** How much is remembered of callbacks: nothing once none is open. */
export interface CallbackInsides {
  readonly openCallbacks: number;
  readonly attempts: number;
  /** In the line, or to be looked at again. */
  readonly standings: number;
  readonly places: number;
  /** Kept out of the line until a line of the trunk is free. */
  readonly awaitingLines: number;
  /** Customers on the line by themselves. */
  readonly customersHere: number;
  readonly verdicts: number;
}

/** What is open in it. */
export interface EngineInsides {
  readonly floor: Floor;
  readonly calls: readonly Call[];
  readonly openOffers: number;
  /** Phones that are permanently connected. */
  readonly seats: number;
  /** Phones that are called for a sign-in. */
  readonly signIns: number;
  /** Legs and playbacks that somebody listens to. */
  readonly watched: number;
  /** Keys of the floor's timers. */
  readonly timers: readonly string[];
  readonly callbacks: CallbackInsides;
}
