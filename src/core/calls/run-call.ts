import { seconds } from '../kernel/time.js';
import { PbxUnreachable } from '../ports/telephony.js';
import type { Call } from './call.js';
import { letGo } from './let-go.js';
import { letGoOthers } from './others-in.js';
import type { Phase, PhaseName } from './phase.js';
import { callback } from './phases/callback.js';
import { closed } from './phases/closed.js';
import { conversation } from './phases/conversation.js';
import { greeting } from './phases/greeting.js';
import { overflow } from './phases/overflow.js';
import { rerouting } from './phases/rerouting.js';
import { scenario } from './phases/scenario.js';
import { transferring } from './phases/transferring.js';
import { voicemail } from './phases/voicemail.js';
import { waiting } from './phases/waiting.js';
import { waitUntil } from './wait-until.js';

type PhaseRuns = { readonly [Name in PhaseName]: (call: Call, phase: Extract<Phase, { readonly name: Name }>) => Promise<Phase | null> };

const PHASES: PhaseRuns = { greeting, closed, waiting, overflow, rerouting, callback, voicemail, scenario, conversation, transferring };

const RETRY_AFTER = seconds(1);

/**
 * Leads a call from `start` to its ending and writes that down. Answers `suspended`, and writes nothing, when the PBX went out of reach:
 * the call lives on there and is taken up again from what was saved on its leg.
 */
export async function runCall(call: Call, start: Phase): Promise<'ended' | 'suspended'> {
  try {
    await call.life.run(() => leadThrough(call, start));
  } catch (fault) {
    call.endsAs('failed', 'guichet');
    call.ports.log.error('a call failed', { callId: call.id, phase: call.record.phase, fault: describe(fault) });
  }
  if (call.life.cause?.kind === 'suspended') return 'suspended';
  if (call.life.cause?.kind === 'lost') call.endsAs('lost', 'pbx');
  const leftAlready = call.life.cause?.kind === 'caller-gone' || call.life.cause?.kind === 'lost';
  if (!leftAlready && (await letGo(call.ports, call.leg, 'normal')) === 'unreachable') {
    // Should the caller be gone when the PBX is back, this is how the call ended; otherwise its last phase is entered again.
    call.note({ ending: call.ending });
    return 'suspended';
  }
  call.ports.line.over(call.id);
  call.note({ endedAt: call.now(), ending: call.ending });
  call.ports.record({ type: 'call-ended', callId: call.id, ending: call.ending, call: call.record });
  return 'ended';
}

async function leadThrough(call: Call, start: Phase): Promise<void> {
  let phase: Phase | null = start;
  while (phase !== null) {
    const entering: Phase = phase;
    phase = await call.runPart(() => runPhase(call, entering));
    if (call.life.cause !== null) {
      if (phase !== null) letGoOthers(call, phase);
      return;
    }
  }
  call.life.end({ kind: 'finished' });
}

async function runPhase(call: Call, phase: Phase): Promise<Phase | null> {
  try {
    // Two are not saved on entry. A greeting begins anew by itself: a leg on which nothing is saved is a caller who has just arrived. A
    // conversation is saved when both are together, so that a death before finds the caller in the line.
    if (phase.name === 'greeting' || (phase.name === 'conversation' && phase.connectedAt === null)) call.note({ phase: phase.name });
    else call.enter(phase);
    const run = PHASES[phase.name] as (call: Call, phase: Phase) => Promise<Phase | null>;
    return await run(call, phase);
  } catch (fault) {
    if (!(fault instanceof PbxUnreachable)) throw fault;
    call.ports.log.warn('the PBX could not be asked; the phase is entered again', { callId: call.id, phase: phase.name });
    await waitUntil(call.ports.clock, call.now() + RETRY_AFTER, call.scope);
    return call.lastEntered ?? phase;
  }
}

function describe(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
