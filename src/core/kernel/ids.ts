import { assert } from './bug.js';

declare const brand: unique symbol;

/** A string that only the right constructor may produce, so that a queue's id never passes for an agent's. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };

export type CallId = Brand<'CallId'>;
export type CampaignId = Brand<'CampaignId'>;
export type QueueId = Brand<'QueueId'>;
export type AgentId = Brand<'AgentId'>;
export type SkillId = Brand<'SkillId'>;
export type OfferId = Brand<'OfferId'>;

/** One telephone line of a call on one PBX: `<node>:<channel>`. The node is carried so that nothing assumes a single Asterisk. */
export type LegId = Brand<'LegId'>;
/** A place on one PBX where legs hear each other: `<node>:<bridge>`. Never recycled: creating one id twice at once can crash Asterisk. */
export type BridgeId = Brand<'BridgeId'>;
export type PlaybackId = Brand<'PlaybackId'>;
/** What a leg says, kept as a file on one PBX: `<node>:<name>`; made by `recordingId` only, as the name becomes a path there. */
export type RecordingId = Brand<'RecordingId'>;

/** Brands a string that comes from a trusted place: a row, an id source, the PBX. */
export function brandId<Id extends Brand<string>>(value: string): Id {
  return value as Id;
}

/** The id of a recording. `name` comes from an id source, so that nobody can guess it, and is never used twice. */
export function recordingId(node: string, name: string): RecordingId {
  assert(/^[A-Za-z0-9_-]{1,100}$/.test(name), `"${name}" cannot be the name of a recording: letters, digits, "-" and "_" only`);
  return brandId<RecordingId>(`${node}:${name}`);
}

/** A consultation of the call's agent with another: it stands in line, is offered and is talked in like a call, and is none. */
export function consultationId(callId: CallId, number: number): CallId {
  return brandId<CallId>(`${callId}~${number}`);
}

/** The call that this is about: itself, or for a consultation the call it is held in. */
export function callOf(callId: CallId): CallId {
  const end = callId.indexOf('~');
  return end < 0 ? callId : brandId<CallId>(callId.slice(0, end));
}

export function isConsultation(callId: CallId): boolean {
  return callOf(callId) !== callId;
}

/** The PBX node that carries this leg, bridge or recording. */
export function nodeOf(id: LegId | BridgeId | RecordingId): string {
  return id.slice(0, id.indexOf(':'));
}

/** What the PBX itself calls this leg, bridge or recording, without the node. */
export function localIdOf(id: LegId | BridgeId | RecordingId): string {
  return id.slice(id.indexOf(':') + 1);
}
