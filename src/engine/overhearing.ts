import type { Switchboard } from '../core/calls/switchboard.js';
import type { SupervisionMode } from '../core/journal/supervision-facts.js';
import { brandId, type BridgeId, type LegId } from '../core/kernel/ids.js';
import type { IdSource } from '../core/ports/id-source.js';
import type { Log } from '../core/ports/log.js';
import { PbxUnreachable, type Done, type Tapping, type Telephony } from '../core/ports/telephony.js';

export interface OverhearingParts {
  readonly telephony: Telephony;
  readonly ids: IdSource;
  readonly log: Log;
  readonly switchboard: Switchboard;
  readonly letGo: (leg: LegId) => void;
}

export interface Overheard {
  readonly supervisor: LegId;
  readonly agent: LegId;
  readonly caller: LegId;
}

/**
 * A supervisor's leg beside a conversation that is not touched: in a bridge of ours, with a tap of the agent's leg. In `barge` a tap of the
 * supervisor's leg speaks to the caller, in a second bridge: in one bridge the taps would bring agent and caller each other's voice twice.
 */
export class Overhearing {
  private readonly taps = new Set<LegId>();
  private readonly bridges: BridgeId[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  private closed = false;

  /** `cut` is called when what is overheard is no longer there. */
  constructor(
    private readonly parts: OverhearingParts,
    private readonly legs: Overheard,
    private readonly cut: () => void,
  ) {}

  /** Waits its turn behind those asked for before. `gone`: one of the legs has ended, or it is closed. Rejects as telephony does. */
  arrange(mode: SupervisionMode): Promise<Done> {
    const arranged = this.turn.then(() => (this.closed ? 'gone' : this.arrangeNow(mode)));
    this.turn = arranged.catch(() => undefined);
    return arranged;
  }

  /** The supervisor's leg is left alone with itself. */
  close(): void {
    this.closed = true;
    // What is being opened at this moment is closed once it is there.
    this.turn = this.turn.then(() => {
      this.dropTaps();
      this.dropBridges(0);
    });
  }

  private async arrangeNow(mode: SupervisionMode): Promise<Done> {
    const { supervisor, agent, caller } = this.legs;
    this.dropTaps();
    this.dropBridges(1);
    const agentTap = await this.tap(agent, { hears: 'both', speaksTo: mode === 'listen' ? 'nobody' : 'leg' });
    const [own = await this.bridge()] = this.bridges;
    if (agentTap === null || (await this.parts.telephony.join(own, [supervisor, agentTap])) === 'gone') return 'gone';
    if (mode !== 'barge') return 'done';
    const mouth = await this.tap(supervisor, { hears: 'says', speaksTo: 'nobody' });
    const ear = await this.tap(caller, { hears: 'says', speaksTo: 'leg' });
    if (mouth === null || ear === null) return 'gone';
    return this.parts.telephony.join(await this.bridge(), [mouth, ear]);
  }

  private async tap(leg: LegId, tapping: Tapping): Promise<LegId | null> {
    const { telephony, ids, switchboard } = this.parts;
    const tap = brandId<LegId>(`${telephony.node}:guichet-supervisor-tap-${ids.next()}`);
    this.taps.add(tap);
    switchboard.watch(tap, ({ type }) => {
      if (type === 'leg-gone' && this.taps.has(tap)) this.cut();
    });
    return (await telephony.tap(leg, tap, tapping)) === 'gone' ? null : tap;
  }

  private async bridge(): Promise<BridgeId> {
    const { telephony, ids } = this.parts;
    const bridge = brandId<BridgeId>(`${telephony.node}:guichet-${ids.next()}`);
    this.bridges.push(bridge);
    await telephony.createBridge(bridge);
    return bridge;
  }

  private dropTaps(): void {
    for (const tap of this.taps) this.parts.letGo(tap);
    this.taps.clear();
  }

  private dropBridges(from: number): void {
    for (const bridge of this.bridges.splice(from)) {
      this.parts.telephony.destroyBridge(bridge).catch((fault: unknown) => {
        if (!(fault instanceof PbxUnreachable))
          this.parts.log.warn('a bridge of a supervisor could not be closed', { fault: String(fault) });
      });
    }
  }
}
