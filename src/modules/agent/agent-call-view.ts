import type { AgentStateName } from '../../core/acd/agent-state.js';
import type { AgentId } from '../../core/kernel/ids.js';
import type { Instant } from '../../core/kernel/time.js';
import { NO_BRIEFING, type Briefing, type Disposition } from '../../core/plan/briefing.js';
import { optionalRfc3339, toRfc3339 } from '../../platform/http/instants.js';
import type { AnnouncedWait, RememberedCall } from './call-memory.js';
import type { AgentCallView, DispositionOfCall, OfferedCall } from './dto/agent-call.dto.js';

/** An agent's name; null: deleted since. */
export type NameOf = (agentId: AgentId) => string | null;

interface Seen {
  readonly agentId: AgentId;
  readonly state: AgentStateName;
  readonly now: Instant;
  readonly nameOf: NameOf;
}

/** The call as its agent sees it. */
export function agentCallView(call: RememberedCall, { agentId, state, now, nameOf }: Seen): AgentCallView {
  const since = call.heldSince.get(agentId) ?? null;
  const disposition = call.disposed.get(agentId);
  return {
    callId: call.record.callId,
    state,
    ...offeredCall(call, { agentId, now, nameOf }),
    connectedAt: optionalRfc3339(since),
    ...talkView(call, since !== null && state === 'talking' && call.record.agentId === agentId),
    endedAt: optionalRfc3339(call.record.endedAt),
    disposition: disposition === undefined ? null : dispositionOfCall(disposition),
  };
}

/** Of who has the caller; anybody else has nothing to do with it. */
function talkView({ talk }: RememberedCall, isTheirs: boolean): Pick<AgentCallView, 'heldSince' | 'consultation' | 'recording'> {
  if (!isTheirs) return { heldSince: null, consultation: null, recording: 'none' };
  const asked = talk.consultation.is;
  return {
    heldSince: optionalRfc3339(talk.onHoldSince.is),
    consultation:
      asked === null
        ? null
        : {
            to: asked.to,
            begunAt: toRfc3339(asked.since),
            connectedAt: optionalRfc3339(asked.connectedAt),
            withAgentId: asked.withAgentId,
          },
    recording: talk.recording.is?.is ?? 'none',
  };
}

/** What an agent is handed with the offer. */
export function offeredCall(
  { record, plan, announcedWait, senders }: RememberedCall,
  { agentId, now, nameOf }: Omit<Seen, 'state'>,
): OfferedCall {
  const { did, caller, queueId, arrivedAt, queuedAt, answeredAt, endedAt } = record;
  const waited = queuedAt === null ? 0 : (answeredAt ?? endedAt ?? now) - queuedAt;
  const { kind, from } = senders.wayTo(agentId);
  return {
    kind,
    from: from === null ? null : { agentId: from, displayName: nameOf(from) },
    campaign: plan === null ? null : { id: plan.campaignId, name: plan.name },
    did,
    caller,
    queueId,
    arrivedAt: toRfc3339(arrivedAt),
    queuedAt: optionalRfc3339(queuedAt),
    waitSeconds: Math.max(0, Math.round(waited / 1000)),
    announcedWait: announcedWait === null ? null : announcedWaitView(announcedWait),
    language: plan?.language ?? 'fr',
    ...briefed(plan?.briefing ?? NO_BRIEFING),
  };
}

function announcedWaitView({ at, seconds, low, high }: AnnouncedWait): OfferedCall['announcedWait'] {
  return { announcedAt: toRfc3339(at), seconds: Math.round(seconds), lowSeconds: Math.round(low), highSeconds: Math.round(high) };
}

function briefed({ script, dispositionGroup }: Briefing): Pick<OfferedCall, 'script' | 'dispositionGroup' | 'dispositions'> {
  const { dispositions, id, version, name, currency } = dispositionGroup;
  return {
    script: script === null ? null : { ...script, sections: script.sections.map(sectionView) },
    dispositionGroup: id === null || version === null || name === null ? null : { id, version, name, currency },
    dispositions: dispositions.map(({ details, ...disposition }) => ({ ...disposition, details: [...details] })),
  };
}

type Section = NonNullable<Briefing['script']>['sections'][number];

function sectionView({ title, html, questions }: Section): NonNullable<OfferedCall['script']>['sections'][number] {
  return { title, html, questions: questions.map(({ options, ...question }) => ({ ...question, options: [...options] })) };
}

/** What was said of a call, as it goes out. */
export function dispositionOfCall({ answers, ...disposition }: Disposition): DispositionOfCall {
  return { ...disposition, answers: { ...answers } };
}
