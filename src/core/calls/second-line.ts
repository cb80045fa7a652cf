import type { BridgeId, LegId } from '../kernel/ids.js';
import type { Call } from './call.js';
import type { PhoneTransfer } from './phone-transfer.js';

/** What is heard of a second line. */
export interface SecondLineNews {
  gone(): void;
  transferAsked(asked: PhoneTransfer): void;
}

/** Watches another line of the agent's phone, on which they consult somebody; answers how to stop. It is let go with the phase at the latest. */
export function watchSecondLine(call: Call, leg: LegId, bridge: BridgeId, news: SecondLineNews): () => void {
  const { switchboard, agentLegs } = call.ports;
  const unwatch = switchboard.watch(leg, ({ type }) => {
    if (type === 'leg-gone') news.gone();
  });
  const stopTaking = switchboard.takeTransfers(leg, (asked) => {
    news.transferAsked(asked);
  });
  const stop = (): void => {
    unwatch();
    stopTaking();
  };
  call.scope.defer(() => {
    stop();
    if (call.scope.cause?.kind !== 'suspended') agentLegs.letGo(leg, bridge);
  });
  return stop;
}
