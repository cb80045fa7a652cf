import type { BridgeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/time.js';
import type { LegEnd } from '../../ports/telephony.js';
import type { Call } from '../call.js';
import { connected } from '../connected.js';
import { noCall } from '../handset.js';
import { playTo, type Listener } from '../prompts.js';
import type { Phase, PhaseOf } from '../phase.js';
import { Talk } from '../talk.js';

/**
 * Caller and agent talk until one of them hangs up or the agent sends the caller elsewhere. Entered with both legs up; entered again after a
 * restart it finds them talking and touches nothing. An agent who hangs up before they were put together costs the caller nothing: back to the same place.
 */
export async function conversation(call: Call, phase: PhaseOf<'conversation'>): Promise<Phase | null> {
  const { telephony, switchboard, line, agentLegs, recordings, log } = call.ports;
  let agentGone: (end: LegEnd) => void = () => undefined;
  const agentLeft = new Promise<LegEnd>((resolve) => (agentGone = resolve));
  let talk: Talk | null = null;
  let hears = false;
  const unwatch = switchboard.watch(phase.agentLeg, (event) => {
    if (talk !== null && hears) talk.hear(event);
    else if (event.type === 'leg-gone') agentGone(event.end);
  });
  line.claim(call.id);
  let agentIsIn: BridgeId | null = phase.bridge;
  call.scope.defer(async () => {
    unwatch();
    talk?.close();
    if (call.scope.cause?.kind === 'suspended') return;
    // In this order: the agent's next call may come at once, and would find the phone busy with this one.
    if (talk !== null) agentIsIn = talk.agentIsIn;
    if (agentIsIn !== null) agentLegs.letGo(phase.agentLeg, agentIsIn);
    if (talk !== null) line.conversationEnded(call.id, phase.agentId);
    await telephony.destroyBridge(phase.bridge);
  });

  const answeredAt = call.record.answeredAt ?? phase.connectedAt;
  call.note({ agentId: phase.agentId, answeredAt });
  let { connectedAt } = phase;
  if (connectedAt === null) {
    const hungUp = { byRequest: false };
    const stopListening = call.handset.listen(async (agentId, request) => {
      if (agentId !== phase.agentId || request.type !== 'hang-up') throw noCall();
      hungUp.byRequest = true;
      agentGone('hung-up');
      await call.moved();
    });
    if (phase.whispered !== true) await whisper(call, phase, agentLeft);
    stopListening();
    connectedAt = hungUp.byRequest ? null : await putTogether(call, phase);
    if (connectedAt === null) {
      // Whose leg is gone? An agent who can still be let go was there, so it is the caller's; or the bridge, and then nobody is kept.
      const agentWasThere = (await call.scope.until(agentLegs.release(phase.agentLeg, phase.bridge))) === 'done';
      agentIsIn = null;
      if (agentWasThere && !hungUp.byRequest) return null;
      log.info('who answered hung up before the caller was connected', { callId: call.id, agentId: phase.agentId });
      return { name: 'waiting', ...(phase.place ?? { queueId: phase.queueId, queuedAt: phase.queuedAt }) };
    }
  }
  recordings.begin(call, phase.agentId);
  call.endsAs('answered', 'caller');
  talk = new Talk(call, { ...phase, connectedAt });
  const talking = talk;
  if (phase.connectedAt !== null) await talking.takeUp();
  hears = true;
  call.scope.defer(
    switchboard.takeTransfers(phase.agentLeg, (asked) => {
      talking.transferAsked(asked);
    }),
  );
  // The hold key may have been pressed while there was nobody to hold: before the call, or during the whisper.
  if (switchboard.isOnHold(phase.agentLeg)) talking.hear({ type: 'leg-held', leg: phase.agentLeg });
  void agentLeft.then((end) => {
    talking.hear({ type: 'leg-gone', leg: phase.agentLeg, end });
  });
  call.scope.defer(
    call.handset.listen(
      (agentId, request) => talking.ask(agentId, request),
      (agentId, request) => talking.askAtOnce(agentId, request),
    ),
  );
  const end = await call.scope.until(talking.over);
  if (end.kind === 'goes-on') return end.to;
  call.endsAs('answered', end.by);
  return end.by !== 'agent' || call.plan.scenarios.afterAgent === null
    ? null
    : { name: 'scenario', use: 'survey', state: null, place: null };
}

/** The agent hears what is coming while the caller still has the music. A phone that vanishes meanwhile is found out when they are joined. */
async function whisper(call: Call, phase: PhaseOf<'conversation'>, agentLeft: Promise<LegEnd>): Promise<void> {
  const { plan, ports, id, life } = call;
  if (plan.whisper === null) return;
  const gone = new Promise<never>(() => undefined);
  // A phone that is permanently connected outlives the caller: what it hears is cut short all the same.
  const agentLife = {
    get cause() {
      return life.cause?.kind === 'suspended' ? life.cause : null;
    },
  };
  const agent: Listener = { id, leg: phase.agentLeg, life: agentLife, ports, now: () => call.now(), callerIsGone: () => gone };
  const talk = call.scope.child();
  const heard = talk.run(() => playTo(agent, plan.whisper === null ? [] : [plan.whisper], 'whisper', talk));
  await call.scope.until(Promise.race([heard, agentLeft]));
  talk.end({ kind: 'finished' });
}

/** When they were; null when one of them was gone. */
async function putTogether(call: Call, phase: PhaseOf<'conversation'>): Promise<Instant | null> {
  const { telephony } = call.ports;
  await call.onLeg(telephony.createBridge(phase.bridge));
  if ((await call.scope.until(telephony.join(phase.bridge, [call.leg, phase.agentLeg]))) === 'gone') return null;
  const connectedAt = call.now();
  call.note({ answeredAt: call.record.answeredAt ?? connectedAt });
  call.ports.record(connected(call.record, phase, connectedAt));
  call.enter({ ...phase, connectedAt });
  return connectedAt;
}
