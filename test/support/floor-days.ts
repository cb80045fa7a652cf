import fc from 'fast-check';
import { agentLine, agentLineOf } from '../../src/core/acd/agent-line.js';
import type { Decision } from '../../src/core/acd/decision.js';
import type { AgentResumption, FloorEvent, OfferFailure } from '../../src/core/acd/floor-events.js';
import type { AfterCall, Distribution, RequiredSkill } from '../../src/core/acd/floor-settings.js';
import { agentId, callId, FloorLab, queueId, requiring } from './floor-lab.js';

export const AGENTS = ['ann', 'bob', 'cid', 'dan'];
export const QUEUES = ['q', 'r'];
/** Of those who want ann and nobody else. */
const ANNS_LINE = agentLineOf(agentId('ann'));
const CALLS = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
export const DISTRIBUTIONS: Distribution[] = ['longest-idle', 'round-robin', 'fewest-calls', 'least-talk-time', 'random', 'ring-all'];
const FAILURES: OfferFailure[] = ['busy', 'refused', 'no-answer', 'unreachable', 'failed'];

/** Something that happens: most of it possible, some of it late, doubled or impossible. */
export type Step = (lab: FloorLab) => Decision | undefined;

const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const levels = fc.dictionary(one('french', 'sales'), fc.nat({ max: 9 }), { maxKeys: 2 });
const required: fc.Arbitrary<RequiredSkill[]> = fc
  .tuple(fc.dictionary(one('french', 'sales'), fc.nat({ max: 6 }), { maxKeys: 2 }), one(null, 5, 20))
  .map(([skills, relaxAfterSeconds]) => requiring(skills, relaxAfterSeconds));
const afterCall: fc.Arbitrary<AfterCall> = fc.record({
  wrapUpSeconds: one(null, 0, 7, 20),
  conventionalPauseSeconds: one(0, 5, 30),
  conventionalPauseStarts: one('with-wrap-up' as const, 'after-wrap-up' as const),
});
const entry = fc.record({
  queue: fc.oneof({ arbitrary: one(...QUEUES), weight: 5 }, { arbitrary: one(ANNS_LINE), weight: 1 }),
  priority: fc.nat({ max: 2 }),
  requiredSkills: required,
  afterCall,
  kind: one('caller' as const, 'caller' as const, 'callback' as const, 'transfer' as const),
});

/** Offers that live, and those that lived: late news is about the latter. */
function anyOffer(lab: FloorLab, pick: number): string {
  const known = lab.orders.flatMap((order) => (order.type === 'offer-call' ? [order.offerId] : []));
  return known.at(-1 - (pick % 8)) ?? 'never-made';
}

function event<T>(values: fc.Arbitrary<T>, make: (lab: FloorLab, value: T) => FloorEvent): fc.Arbitrary<Step> {
  return values.map((value) => (lab) => lab.decide(make(lab, value)));
}

const calls = fc.oneof(
  fc.tuple(one(...CALLS), entry, one(null, 3, 15), fc.nat({ max: 40 })).map(
    ([name, options, overflow, waited]): Step =>
      (lab) =>
        lab.call(name, {
          ...options,
          queuedAt: lab.now - waited * 1000,
          ...(options.kind === 'caller' ? {} : { hereSince: lab.now - (waited % 7) * 1000 }),
          arrivedAt: lab.now - waited * 1000,
          overflowAt: overflow === null ? null : lab.now + overflow * 1000,
        }),
  ),
  event(one(...CALLS), (_, name) => ({ type: 'caller-left', callId: callId(name) })),
  event(fc.tuple(one(...CALLS), one(...AGENTS)), (_, [call, agent]) => ({
    type: 'conversation-ended',
    callId: callId(call),
    agentId: agentId(agent),
  })),
  event(fc.tuple(one(...CALLS), one(...AGENTS)), (_, [call, agent]) => ({
    type: 'conversation-never-began',
    callId: callId(call),
    agentId: agentId(agent),
  })),
  event(fc.tuple(one(...CALLS), one(...CALLS), one(...AGENTS)), (_, [call, consultation, agent]) => ({
    type: 'conversation-handed-over',
    callId: callId(call),
    consultation: callId(consultation),
    agentId: agentId(agent),
  })),
);

/** A caller comes back from an agent, or from nowhere. */
const comingBack = event(fc.tuple(one(...CALLS), entry), (lab, [name, options]) => ({
  type: 'caller-back',
  callId: callId(name),
  entry: lab.entry(name, options),
}));

const offers = fc.oneof(
  event(fc.nat(), (lab, pick) => ({ type: 'offer-answered', offerId: anyOffer(lab, pick) as never })),
  event(fc.nat(), (lab, pick) => ({ type: 'offer-ringing', offerId: anyOffer(lab, pick) as never })),
  event(fc.tuple(fc.nat(), fc.integer({ min: -5, max: 60 })), (lab, [pick, left]) => ({
    type: 'offer-extended',
    offerId: anyOffer(lab, pick) as never,
    until: lab.now + left * 1000,
  })),
  event(fc.tuple(fc.nat(), one(...FAILURES)), (lab, [pick, failure]) => ({
    type: 'offer-failed',
    offerId: anyOffer(lab, pick) as never,
    failure,
  })),
);

/** What most often happens next: a phone that rings is answered or not, a conversation ends, everybody is there. */
const usual = fc.oneof(
  fc.nat().map((pick): Step => (lab) => {
    const offerId = nth([...lab.floor.offers.keys()], pick);
    return offerId === undefined ? undefined : lab.decide({ type: 'offer-answered', offerId });
  }),
  fc.tuple(fc.nat(), one(...FAILURES)).map(([pick, failure]): Step => (lab) => {
    const offerId = nth([...lab.floor.offers.keys()], pick);
    return offerId === undefined ? undefined : lab.decide({ type: 'offer-failed', offerId, failure });
  }),
  fc.nat().map((pick): Step => (lab) => {
    const talk = nth([...lab.floor.conversations], pick);
    return talk === undefined ? undefined : lab.decide({ type: 'conversation-ended', callId: talk[0], agentId: talk[1].settings.agentId });
  }),
  fc.nat().map((pick): Step => (lab) => {
    const talk = nth([...lab.floor.conversations], pick);
    if (talk === undefined) return undefined;
    return lab.decide({ type: 'conversation-never-began', callId: talk[0], agentId: talk[1].settings.agentId });
  }),
  fc.tuple(fc.nat(), fc.integer({ min: -5, max: 60 })).map(([pick, left]): Step => (lab) => {
    const offerId = nth([...lab.floor.offers.keys()], pick);
    return offerId === undefined ? undefined : lab.decide({ type: 'offer-extended', offerId, until: lab.now + left * 1000 });
  }),
  fc.tuple(fc.nat(), fc.nat()).map(([from, to]): Step => (lab) => {
    const talk = nth([...lab.floor.conversations], from);
    const consulted = nth([...lab.floor.conversations], to);
    if (talk === undefined || consulted === undefined) return undefined;
    const heir = consulted[1].settings.agentId;
    return lab.decide({ type: 'conversation-handed-over', callId: talk[0], consultation: consulted[0], agentId: heir });
  }),
  one(...AGENTS).map((name): Step => (lab) => {
    const state = lab.floor.agents.get(agentId(name))?.state;
    const type = state === 'wrap-up' ? 'wrap-up-end-asked' : state === 'paused' ? 'resume-asked' : 'sign-in-asked';
    return lab.decide({ type, agentId: agentId(name) });
  }),
);

function nth<T>(items: readonly T[], pick: number): T | undefined {
  return items[pick % Math.max(1, items.length)];
}

const agents = fc.oneof(
  event(
    fc.tuple(one('sign-in-asked' as const, 'resume-asked' as const, 'wrap-up-end-asked' as const), one(...AGENTS)),
    (_, [type, name]) => ({ type, agentId: agentId(name) }),
  ),
  event(fc.tuple(one('sign-out-asked' as const, 'pause-asked' as const), one(...AGENTS), one(null, 'lunch')), (_, [type, name, reason]) => {
    return { type, agentId: agentId(name), reason };
  }),
  event(fc.tuple(one(...AGENTS), fc.boolean()), (_, [name, reachable]) => ({
    type: 'phone-reachability',
    agentId: agentId(name),
    reachable,
  })),
  event(one(...AGENTS), (_, name) => ({ type: 'phone-dropped', agentId: agentId(name) })),
  event(one(...AGENTS), (_, name) => ({ type: 'phone-connected', agentId: agentId(name) })),
);

const resumptions = event(
  fc.record({
    name: one(...AGENTS),
    state: one<AgentResumption['state']>('available', 'paused', 'wrap-up', 'conventional-pause', 'talking'),
    ago: fc.nat({ max: 60 }),
    left: one(null, -5, 20),
    call: one(null, ...CALLS),
    after: fc.option(afterCall),
    pendingPause: one(null, ''),
    restLeft: one(null, -5, 20),
  }),
  (lab, { name, state, ago, left, call, after, pendingPause, restLeft }) => ({
    type: 'agent-resumed-after-restart',
    agent: {
      agentId: agentId(name),
      state,
      since: lab.now - ago * 1000,
      until: left === null ? null : lab.now + left * 1000,
      reason: null,
      callId: call === null ? null : callId(call),
      misses: 0,
      afterCall: after,
      queueId: queueId('q'),
      pendingPause,
      restUntil: restLeft === null ? null : lab.now + restLeft * 1000,
    },
  }),
);

const configuration = fc.oneof(
  fc
    .record({
      id: one(...QUEUES),
      agents: fc.subarray(AGENTS),
      distribution: one(...DISTRIBUTIONS),
      missesBeforePause: fc.integer({ min: 1, max: 3 }),
      ringTimeoutSeconds: one(5, 15),
      ageingSeconds: one(null, 10),
      lastAgentLeaves: one('stay' as const, 'overflow' as const),
    })
    .map(
      (settings): Step =>
        (lab) =>
          void lab.queue(settings),
    ),
  fc.tuple(one(...AGENTS), levels).map(
    ([name, skills]): Step =>
      (lab) =>
        void lab.agent(name, skills),
  ),
  event(fc.boolean(), (_, autoDecrement) => ({
    type: 'skill-groups-configured',
    groups: [{ groupId: 'g', skillIds: ['french' as never], autoDecrement }],
  })),
  event(one(...QUEUES), (_, id) => ({ type: 'queue-removed', queueId: queueId(id) })),
  event(one(...AGENTS), (_, name) => ({ type: 'agent-removed', agentId: agentId(name) })),
);

const time = fc.oneof(
  fc.double({ min: 0.001, max: 12, noNaN: true }).map(
    (seconds): Step =>
      (lab) =>
        void lab.advance(Math.round(seconds * 1000) / 1000),
  ),
  // A stray timer: late, doubled, early, or of something that never was.
  event(
    fc.tuple(one('offer', 'wrap-up', 'conventional-pause', 'hold-off', 'relax', 'loops', 'x'), one(...AGENTS, ...CALLS)),
    (_, [kind, id]) => ({
      type: 'timer-fired',
      key: `${kind}:${id}`,
    }),
  ),
);

export const step = fc.oneof(
  { arbitrary: calls, weight: 10 },
  { arbitrary: usual, weight: 16 },
  { arbitrary: offers, weight: 4 },
  { arbitrary: agents, weight: 5 },
  { arbitrary: time, weight: 6 },
  { arbitrary: comingBack, weight: 1 },
  { arbitrary: configuration, weight: 1 },
  { arbitrary: resumptions, weight: 1 },
);
/** A stretch of events on a small, busy floor: four agents with skills, two queues, six callers. */
export const days = fc.array(step, { minLength: 20, maxLength: 150, size: 'max' });

/** Everybody signed in, nobody waiting. */
export function opening(): FloorLab {
  const lab = new FloorLab();
  lab.agent('ann', { french: 5, sales: 2 }).agent('bob', { french: 2 }).agent('cid', { sales: 7 }).agent('dan');
  lab.decide({ type: 'queue-configured', queue: agentLine(agentId('ann')) });
  return lab
    .queue({ agents: AGENTS })
    .queue({ id: 'r', agents: ['bob', 'cid'], distribution: 'ring-all' })
    .signIn(...AGENTS);
}
