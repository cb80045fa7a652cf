import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../../core/kernel/time.js';
import { brandId, type BridgeId } from '../../core/kernel/ids.js';
import type { Census, LegCensus } from '../../core/ports/telephony.js';
import { ARRIVED_VARIABLE, DIALLED_VARIABLE, dialledMark, partyOf, SAVED_VARIABLE } from './ari-dial.js';
import type { AriChannel } from './ari-events.js';
import type { AriLegs } from './ari-legs.js';
import type { AriRequests } from './ari-requests.js';

interface AriBridge {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly string[];
}

const SEPARATOR = '|';
/** Everything that a leg carries, in one request: with a thousand callers in line, three would be felt. The saved text may hold the separator. */
const CARRIED = [DIALLED_VARIABLE, ARRIVED_VARIABLE, SAVED_VARIABLE].map((name) => `\${${name}}`).join(SEPARATOR);

/** What is ours on the PBX. Takes a second more where the dialplan holds somebody for us. Throws `AriFault` or `PbxUnreachable`; a leg that ends meanwhile may be in it, and its end is still told. */
export async function takeCensus(requests: AriRequests, legs: AriLegs, node: string, startedAt: Instant): Promise<Census> {
  const { app } = requests;
  const { inApplication, bridges, channels } = await listed(requests);
  const isInside = (channel: AriChannel): boolean => inApplication.has(channel.id) || isServed(channel, app);
  const ourBridges = bridges.filter((bridge) => bridge.name === app);
  const bridgeOf = new Map(ourBridges.flatMap((bridge) => bridge.channels.map((channel) => [channel, idOf(node, bridge)] as const)));
  const ours = channels.filter((channel) => isInside(channel) || channel.accountcode === dialledMark(app));
  const found = await Promise.all(
    ours.map(async (channel) => describe(channel, await carriedBy(requests, channel), legs, bridgeOf.get(channel.id) ?? null, app)),
  );
  return {
    legs: found.filter((leg) => leg !== null),
    bridges: ourBridges.map((bridge) => ({ bridge: idOf(node, bridge), legs: bridge.channels.map((channel) => legs.idOf(channel)) })),
    startedAt,
  };
}

/** The dialplan, as `guichet-outbound` has it, tries so often to hand over whom it holds; a moment more. */
const HELD_MS = 1_500;
const LOOK_EVERY_MS = 50;

interface Listed {
  readonly inApplication: ReadonlySet<string>;
  readonly bridges: readonly AriBridge[];
  readonly channels: readonly AriChannel[];
}

/** Whom we called and who answered while we were away enters any moment now, and nothing can be asked of a channel before it has: waited for. */
async function listed(requests: AriRequests): Promise<Listed> {
  const { app } = requests;
  const isHeld = (channel: AriChannel): boolean =>
    channel.accountcode === dialledMark(app) && channel.state === 'Up' && !isServed(channel, app);
  const deadline = performance.now() + HELD_MS;
  for (;;) {
    const [application, bridges] = (await Promise.all([
      requests.demand('applications', 'get', { applicationName: app }),
      requests.demand('bridges', 'list', {}),
    ])) as [{ readonly channel_ids?: readonly string[] }, readonly AriBridge[]];
    const channels = (await requests.demand('channels', 'list', {})) as readonly AriChannel[];
    if (!channels.some(isHeld) || performance.now() >= deadline)
      return { inApplication: new Set(application.channel_ids), bridges, channels };
    await pause(LOOK_EVERY_MS);
  }
}

/** In the application: which channels those are, Asterisk does not list for one that hears of all. */
function isServed({ dialplan }: AriChannel, app: string): boolean {
  return dialplan?.app_name === 'Stasis' && dialplan.app_data?.split(',')[0] === app;
}

export function directionOf(channel: AriChannel, app: string): LegCensus['direction'] {
  if (overheardBy(channel) !== null) return 'tap';
  if (channel.accountcode === dialledMark(app)) return 'outbound';
  return channel.dialplan?.context === 'guichet-agents' ? 'phone' : 'inbound';
}

/** The channel that a snoop channel is on, by its name, `Snoop/<channel>-0000002a`; null for any other channel. */
function overheardBy({ name }: AriChannel): string | null {
  return /^Snoop\/(.+)-[0-9a-f]{8}$/.exec(name)?.[1] ?? null;
}

/** Null: the leg is gone. */
async function carriedBy(requests: AriRequests, channel: AriChannel): Promise<readonly [string, string, string] | null> {
  const answer = await requests.ask('channels', 'getChannelVar', { channelId: channel.id, variable: `EVAL(${CARRIED})` });
  if (answer === 'gone') return null;
  const [dialled = '', arrivedAt = '', ...saved] = (answer as { readonly value: string }).value.split(SEPARATOR);
  return [dialled, arrivedAt, saved.join(SEPARATOR)];
}

function describe(
  channel: AriChannel,
  carried: readonly [string, string, string] | null,
  legs: AriLegs,
  bridge: BridgeId | null,
  app: string,
): LegCensus | null {
  if (carried === null) return null;
  const [dialled, arrivedAt, saved] = carried;
  const overheard = overheardBy(channel);
  const direction = directionOf(channel, app);
  return {
    ...(overheard === null ? {} : { overhears: legs.idOf(overheard) }),
    leg: legs.idOf(channel.id),
    direction,
    dialled: dialled || (channel.dialplan?.exten ?? ''),
    caller: partyOf(channel.caller),
    arrivedAt: instantOf(arrivedAt, channel),
    // Held by the dialplan, it is told to have answered when it enters.
    answered: channel.state === 'Up' && (direction !== 'outbound' || isServed(channel, app)),
    language: channel.language ?? '',
    saved: saved || null,
    bridge,
  };
}

/** What the dialplan noted, else when the channel was made. */
export function instantOf(noted: string | undefined, channel: AriChannel): Instant {
  return noted !== undefined && /^\d{13}$/.test(noted) ? Number(noted) : Date.parse(channel.creationtime ?? '');
}

function idOf(node: string, bridge: AriBridge): BridgeId {
  return brandId<BridgeId>(`${node}:${bridge.id}`);
}
