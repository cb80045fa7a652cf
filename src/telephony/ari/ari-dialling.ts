import { localIdOf, type LegId } from '../../core/kernel/ids.js';
import type { Log } from '../../core/ports/log.js';
import type { DialRequest, Done } from '../../core/ports/telephony.js';
import { originateArguments } from './ari-dial.js';
import type { AriEntrance } from './ari-entrance.js';
import { AriFault } from './ari-fault.js';
import type { AriLeg, AriLegs } from './ari-legs.js';
import type { AriRequests } from './ari-requests.js';
import type { RequestOrder } from './request-order.js';

const HANG_UP_REASON = { normal: 'normal', busy: 'busy', unallocated: 'unallocated', failed: 'congestion' } as const;

/** Makes legs of our own, hangs up any, and answers phones that want theirs elsewhere. One that cannot be made is told as `unreachable`, once its request is answered. */
export class AriDialling {
  constructor(
    private readonly requests: AriRequests,
    private readonly entrance: AriEntrance,
    private readonly order: RequestOrder,
    private readonly legs: AriLegs,
    private readonly unreachable: (leg: AriLeg) => void,
    private readonly log: Log,
  ) {}

  dial(request: DialRequest): Promise<Done> {
    const channel = localIdOf(request.leg);
    const leg = this.legs.add(channel, 'outbound', { dialling: true });
    return this.order.inOrder([channel], async (): Promise<Done> => {
      try {
        const destination = await this.entrance.destination();
        await this.requests.demand('channels', 'originateWithId', originateArguments(request, this.requests.app, destination));
        return 'done';
      } catch (error) {
        // A conflict is an id used twice: a fault of ours, and the leg that has it lives on.
        if (!(error instanceof AriFault) || error.status === 409) throw error;
        // "Allocation failed": nobody is registered there, or there is no such endpoint or trunk.
        this.log.info('A leg could not be dialled', { leg: request.leg, endpoint: request.endpoint, why: error.message });
        this.unreachable(leg);
        return 'done';
      } finally {
        leg.dialling = false;
      }
    });
  }

  hangUp(leg: LegId, why: keyof typeof HANG_UP_REASON): Promise<Done> {
    const channelId = localIdOf(leg);
    const known = this.legs.get(channelId);
    const hangUp = (): Promise<Done> => {
      if (known?.direction === 'outbound' && !known.answered) known.cancelled = true;
      return this.requests.do('channels', 'hangup', { channelId, reason: HANG_UP_REASON[why] });
    };
    // Waits for nothing but its own dial: a request that hangs must not keep a call alive.
    return known?.dialling === true ? this.order.inOrder([channelId], hangUp) : hangUp();
  }

  answerTransfer(channelId: string, outcome: 'accepted' | 'refused'): Promise<Done> {
    const states = outcome === 'accepted' ? 'channel_answered' : 'channel_declined';
    return this.requests.do('channels', 'transfer_progress', { channelId, states });
  }
}
