import type { CallId, CampaignId, QueueId, RecordingId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

/** A message that a caller leaves. */
export interface Deposit {
  readonly recording: RecordingId;
  readonly callId: CallId;
  readonly campaignId: CampaignId;
  /** Whose agents hear it. */
  readonly queueId: QueueId;
  /** E.164 where known; null when withheld. */
  readonly caller: string | null;
  readonly receivedAt: Instant;
  /** What is shorter is no message. */
  readonly minSeconds: number;
}

/** `unsafe`: it could not be brought to our disk, stays on the PBX, and is tried again. */
export type Deposited = 'kept' | 'too-short' | 'unsafe';

/** Where callers leave messages. */
export interface Mailbox {
  /** Brings an ended recording here: `kept` is safe on disk. Asked again for the same recording it keeps it once. */
  keep(deposit: Deposit): Promise<Deposited>;
  /** Whether this recording was brought here by an earlier `keep`, which may not have lived to tell. */
  has(recording: RecordingId): Promise<boolean>;
}
