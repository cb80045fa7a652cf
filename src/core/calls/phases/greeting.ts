import { openingOf } from '../../plan/campaign-plan.js';
import { admission, placeAtTheDoor } from '../admission.js';
import type { Call } from '../call.js';
import { tellOfRecording } from '../consent.js';
import type { Phase } from '../phase.js';

/**
 * What the caller hears first. Before the answer the welcome is early media, so that the caller is not billed for it; a call that the PBX
 * had to answer while we were away hears it all the same.
 */
export async function greeting(call: Call): Promise<Phase> {
  const { plan } = call;
  // Before anything is asked of the leg: a caller may be gone by the time we hear of them.
  call.endsAs('abandoned', 'caller');
  await call.speak(plan.language);
  if (!openingOf(plan, call.now()).open) return { name: 'closed' };
  if (plan.welcomeBeforeAnswer) await call.play(plan.welcome, 'welcome');
  const { beforeQueue } = plan.scenarios;
  // Before the answer: a caller who is turned away is not billed for it. A scenario may lead elsewhere, so it is asked after that one.
  const refused = beforeQueue === null ? admission(call, { ...placeAtTheDoor(call), atTheDoor: true }) : null;
  if (refused?.name === 'overflow') return refused;
  if (beforeQueue === null && (plan.welcomeBeforeAnswer || plan.welcome === null)) await call.answerToMusic(plan.hold);
  else await call.answer();
  if (!plan.welcomeBeforeAnswer) await call.play(plan.welcome, 'welcome');
  await tellOfRecording(call);
  if (beforeQueue !== null) return { name: 'scenario', use: 'before-queue', state: null, place: null };
  return { name: 'waiting', ...placeAtTheDoor(call) };
}
