import { localIdOf, type LegId } from '../../core/kernel/ids.js';
import { PbxUnreachable, type Done, type Tapping } from '../../core/ports/telephony.js';
import type { AriLeg, AriLegs } from './ari-legs.js';
import type { AriRequests } from './ari-requests.js';

/** What Asterisk calls the directions of a channel: `in` comes from its far end, `out` goes to it. */
const SPIES_ON = { says: 'in', hears: 'out', both: 'both' } as const;
const WHISPERS_TO = { nobody: 'none', leg: 'out' } as const;

/** The one argument with which a tap enters the application. */
export const TAP_ARGUMENT = 'tap';

/** Snoop channels. One is made by a request, and can be asked for nothing before it has entered the application. */
export class AriTaps {
  private readonly entering = new Map<AriLeg, { readonly entered: (done: Done) => void; readonly failed: (why: Error) => void }>();

  constructor(
    private readonly requests: AriRequests,
    private readonly legs: AriLegs,
  ) {}

  async make(overheard: string, tapLeg: LegId, { hears, speaksTo }: Tapping): Promise<Done> {
    const tap = this.legs.add(localIdOf(tapLeg), 'tap');
    // Watched for before it is asked for: it may enter before the request is answered.
    const entered = new Promise<Done>((resolve, reject) => this.entering.set(tap, { entered: resolve, failed: reject }));
    entered.catch(() => undefined);
    try {
      const made = await this.requests.do('channels', 'snoopChannelWithId', {
        channelId: overheard,
        snoopId: tap.channel,
        spy: SPIES_ON[hears],
        whisper: WHISPERS_TO[speaksTo],
        app: this.requests.app,
        appArgs: TAP_ARGUMENT,
      });
      if (made === 'done') return await entered;
      this.legs.remove(tap);
      return 'gone';
    } catch (fault) {
      this.legs.remove(tap);
      throw fault;
    } finally {
      this.entering.delete(tap);
    }
  }

  onStart(tap: AriLeg): void {
    tap.answered = true;
    this.entering.get(tap)?.entered('done');
  }

  onGone(tap: AriLeg): void {
    this.entering.get(tap)?.entered('gone');
  }

  /** Their first event may have been missed: whether they are there, only a census tells. */
  onLineLost(): void {
    for (const { failed } of this.entering.values()) failed(new PbxUnreachable('the line to the PBX was lost'));
  }
}
