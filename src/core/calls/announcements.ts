import { spokenWait, type SpokenWait } from '../announcing/spoken-wait.js';
import { runScenario } from '../ivr/run-scenario.js';
import { builtinSound } from '../ivr/sound-of.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { Sound } from '../ports/telephony.js';
import type { CallCause } from './call-cause.js';
import type { Call } from './call.js';
import type { CallScope } from './call-scope.js';
import type { Standing } from './line.js';
import type { Phase, PhaseOf, SaidInLine } from './phase.js';
import { noteAnswers, phaseAfter } from './scenario-exit.js';
import { scenarioLine } from './scenario-line.js';
import { playTo } from './prompts.js';
import { waitUntil } from './wait-until.js';

/** Whoever enters the line so long after `queuedAt` had entered it before, and has heard the first announcement. */
const JUST_ENTERED = seconds(1);

/** The positions that a sentence exists for. */
const POSITIONS_SPOKEN = 20;

export interface Announcements {
  /** Begins the scenario that stands for the menu, in place of whatever is being said. */
  readonly runMenu: () => void;
  readonly end: () => void;
}

/**
 * Says wait, place and menu on entry and again each loop, start to start, until they are ended; the music goes on in between. A loop that
 * was missed (a restart, an announcement longer than the loop) is not made up for. A scenario that stands for the menu runs in the line,
 * which the caller leaves only where it says so: then `leave` is told what follows.
 */
export function announcements(call: Call, phase: PhaseOf<'waiting'>, leave: (to: Phase | null) => void): Announcements {
  const { ewt, position, menu } = call.plan.announcements;
  const nothing = !ewt && !position && menu === null && call.plan.scenarios.menu === null;
  const begin = (work: (scope: CallScope<CallCause>) => Promise<unknown>): CallScope<CallCause> => {
    const scope = call.scope.child();
    scope
      .run(() => work(scope))
      .catch((fault: unknown) => {
        call.ports.log.warn('the announcements of a caller in line broke off', { callId: call.id, fault: String(fault) });
      });
    return scope;
  };
  const talkTo = async (scope: CallScope<CallCause>): Promise<void> => {
    const rest = await greeted(call, phase, scope);
    if (!nothing) await eachLoop(call, rest, leave, scope);
  };
  let talk = nothing && phase.ungreeted !== true ? null : begin(talkTo);
  return {
    runMenu: () => {
      talk?.end({ kind: 'finished' });
      talk = begin(async (scope) => {
        await menuScenario(call, phase, leave, scope);
        await eachLoop(call, phase, leave, scope);
      });
    },
    end: () => {
      talk?.end({ kind: 'finished' });
    },
  };
}

/** The keys are the scenario's while it runs, and the line's again afterwards. */
async function menuScenario(
  call: Call,
  phase: PhaseOf<'waiting'>,
  leave: (to: Phase | null) => void,
  scope: CallScope<CallCause>,
): Promise<void> {
  const program = call.plan.scenarios.menu;
  if (program === null) return;
  const handBack = call.keypad.lend();
  scope.defer(handBack);
  const result = await runScenario(
    scenarioLine(call, scope, () => undefined),
    program,
  );
  handBack();
  noteAnswers(call, { use: 'menu', state: null }, result);
  if (result.exit === 'done' || result.exit === 'enqueue') return;
  const { name: _name, said: _said, ungreeted: _ungreeted, ...place } = phase;
  leave(phaseAfter(call, { use: 'menu', state: null, place }, result));
}

/** Once: whoever takes the call up after a restart in the middle of it says it again. */
async function greeted(call: Call, phase: PhaseOf<'waiting'>, scope: CallScope<CallCause>): Promise<PhaseOf<'waiting'>> {
  const { ungreeted, ...rest } = phase;
  if (ungreeted !== true) return phase;
  await playTo(call, [call.plan.callback.greeting], 'callback-greeting', scope);
  call.keep(rest);
  return rest;
}

async function eachLoop(
  call: Call,
  phase: PhaseOf<'waiting'>,
  leave: (to: Phase | null) => void,
  scope: CallScope<CallCause>,
): Promise<void> {
  const loop = seconds(call.plan.overflow.loopSeconds);
  let said = phase.said ?? null;
  let next = call.now() - phase.queuedAt < JUST_ENTERED ? phase.queuedAt : loopAfter(phase.queuedAt, loop, call.now());
  for (;;) {
    if (call.now() < next) await waitUntil(call.ports.clock, next, scope);
    said = await announce(call, phase, said, scope);
    // With a menu sound too, the sound offers key 1, and that begins the scenario.
    if (call.plan.announcements.menu === null) await menuScenario(call, phase, leave, scope);
    next = loopAfter(phase.queuedAt, loop, Math.max(call.now(), next));
  }
}

function loopAfter(queuedAt: Instant, loop: number, now: Instant): Instant {
  return queuedAt + (Math.floor((now - queuedAt) / loop) + 1) * loop;
}

async function announce(
  call: Call,
  phase: PhaseOf<'waiting'>,
  before: SaidInLine | null,
  scope: CallScope<CallCause>,
): Promise<SaidInLine | null> {
  const { announcements: plan } = call.plan;
  const standing = plan.ewt || plan.position ? call.ports.line.standing(call.id) : null;
  const wait = plan.ewt && standing !== null ? waitToSay(standing, before, plan.ewtCaution) : null;
  const sounds: Sound[] = [];
  if (wait !== null) {
    if (plan.ewtLeadIn !== null) sounds.push(plan.ewtLeadIn);
    sounds.push(builtinSound(wait.sound));
  }
  if (plan.position && standing !== null) sounds.push(positionSound(standing.position));
  let said = before;
  if (standing !== null && wait !== null) {
    const { expected, position } = standing;
    call.ports.record({ type: 'ewt-announced', callId: call.id, sound: wait.sound, position, expected });
    said = { uptoSeconds: wait.uptoSeconds, position };
    call.keep({ ...phase, said });
  }
  await playTo(call, sounds, wait === null ? 'position' : 'ewt', scope);
  if (plan.menu !== null) await playTo(call, [plan.menu], 'menu', scope);
  return said;
}

/**
 * Null when nothing honest can be said. A wait that would sound longer than the one said before is not said, unless the line before the
 * caller truly grew: nobody who has waited for five minutes wants to hear a larger figure than at the beginning.
 */
export function waitToSay({ expected, position }: Standing, before: SaidInLine | null, caution: number): SpokenWait | null {
  if (expected === null) return null;
  const wait = spokenWait(expected, caution);
  const longer = before !== null && wait.uptoSeconds > before.uptoSeconds;
  return longer && position <= before.position ? null : wait;
}

function positionSound(position: number): Sound {
  return builtinSound(position <= POSITIONS_SPOKEN ? `position-${String(position)}` : 'position-more-than-20');
}
