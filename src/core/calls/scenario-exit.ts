import type { IvrResult } from '../ivr/ivr-exit.js';
import { brandId, type QueueId, type SkillId } from '../kernel/ids.js';
import { admission, placeAtTheDoor } from './admission.js';
import type { Call } from './call.js';
import type { InScenario, Phase, Place } from './phase.js';

/** What follows an exit, for a caller who stands, or would, at this place. */
export function phaseAfter(call: Call, phase: InScenario & { readonly place: Place | null }, result: IvrResult): Phase | null {
  const { use, criterion } = phase;
  // Who leaves for a message or a number before the line is brought back to where they would have stood in it.
  const place = use === 'before-queue' ? (phase.place ?? placeAtTheDoor(call)) : phase.place;
  switch (result.exit) {
    case 'enqueue':
      return use === 'survey'
        ? null
        : admission(call, { ...requestedPlace(call, result), ...(place?.atTheDoor === true ? { atTheDoor: true } : {}) });
    case 'transfer': {
      const otherwise: InScenario = { use, ...(criterion === undefined ? {} : { criterion }), state: result.otherwise };
      return { name: 'rerouting', number: result.number, talk: null, place, otherwise };
    }
    case 'voicemail':
      return { name: 'voicemail', recording: null, place };
    case 'callback':
      return { name: 'callback', place };
    case 'hang-up':
      if (use !== 'survey' && use !== 'deterrent') call.endsAs('self-served', 'campaign');
      return null;
    case 'done':
      return afterScenario(call, phase);
  }
}

/** What follows when the scenario says nothing about it. */
export function afterScenario(call: Call, { use, place }: InScenario & { readonly place: Place | null }): Phase | null {
  if (use === 'before-queue') return admission(call, placeAtTheDoor(call));
  return use === 'menu' && place !== null ? { name: 'waiting', ...place } : null;
}

type Enqueue = Extract<IvrResult, { readonly exit: 'enqueue' }>;

function requestedPlace(call: Call, { priorityOffset, skills, queueId }: Enqueue): Place {
  const { plan } = call;
  const more = skills.map(({ skillId, minimumLevel }) => ({ skillId: brandId<SkillId>(skillId), minimumLevel, relaxAfterSeconds: null }));
  const kept = plan.requiredSkills.filter((required) => !more.some(({ skillId }) => skillId === required.skillId));
  return {
    queueId: queueId === null ? plan.queueId : brandId<QueueId>(queueId),
    queuedAt: call.now(),
    priority: plan.priority + priorityOffset,
    requiredSkills: [...kept, ...more],
  };
}

export function noteAnswers(call: Call, { use }: InScenario, { answers, exit }: IvrResult): void {
  call.ports.record({ type: 'scenario-ended', callId: call.id, use, exit, answers });
}
