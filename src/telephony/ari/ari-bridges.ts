import { localIdOf, type BridgeId, type LegId } from '../../core/kernel/ids.js';
import type { Done } from '../../core/ports/telephony.js';
import type { AriAudio } from './ari-audio.js';
import type { AriLegs } from './ari-legs.js';
import type { AriRecordings } from './ari-recordings.js';
import type { AriRequests } from './ari-requests.js';
import type { RequestOrder } from './request-order.js';

/** Bridges, and what has to end on a leg before it can be in one. */
export class AriBridges {
  constructor(
    private readonly requests: AriRequests,
    private readonly order: RequestOrder,
    private readonly legs: AriLegs,
    private readonly audio: AriAudio,
    private readonly recordings: AriRecordings,
  ) {}

  create(bridge: BridgeId): Promise<Done> {
    const bridgeId = localIdOf(bridge);
    // The name is how the census finds it, empty or not. Without `dtmf_events` two phones' audio goes past Asterisk's eyes once they are
    // joined, and keys pressed as RFC 4733 events with it.
    return this.order.inOrder([bridgeId], () =>
      this.requests.do('bridges', 'createWithId', { bridgeId, type: 'mixing,dtmf_events', name: this.requests.app }),
    );
  }

  join(bridge: BridgeId, legs: readonly LegId[]): Promise<Done> {
    const bridgeId = localIdOf(bridge);
    const channels = legs.map(localIdOf);
    return this.order.inOrder([bridgeId, ...channels], async () => {
      const known = channels.map((channel) => this.legs.get(channel)).filter((leg) => leg !== undefined);
      await Promise.all(known.map((leg) => this.recordings.stopOn(leg)));
      // First, and not at once with the joining: Asterisk would join only when a playback has ended, and music that is stopped while its
      // channel enters the bridge goes on under the conversation now and then: on a busy machine one caller of sixty heard it instead of the agent.
      await Promise.all(known.map((leg) => this.audio.silence(leg)));
      // The far ends were told whom they talk to when they were dialled; more would show agents' numbers to callers.
      return this.requests.do('bridges', 'addChannel', { bridgeId, channel: channels, inhibitConnectedLineUpdates: true });
    });
  }

  leave(bridge: BridgeId, leg: LegId): Promise<Done> {
    const [bridgeId, channel] = [localIdOf(bridge), localIdOf(leg)];
    return this.order.inOrder([bridgeId, channel], () => this.requests.do('bridges', 'removeChannel', { bridgeId, channel: [channel] }));
  }

  destroy(bridge: BridgeId): Promise<Done> {
    const bridgeId = localIdOf(bridge);
    return this.order.inOrder([bridgeId], () => this.requests.do('bridges', 'destroy', { bridgeId }));
  }
}
