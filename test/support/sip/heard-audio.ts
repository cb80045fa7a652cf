import { NotReached, PATIENCE_MS } from './milestones.js';
import { isSilent, SAMPLE_RATE, shareOfTone, toneSequence, type ToneStretch } from './tone-analysis.js';

interface Heard {
  /** Arrival, ms on the monotonic clock. */
  readonly at: number;
  readonly pcm: Int16Array;
}

/** Three minutes of 20 ms packets are kept. */
const KEPT_PACKETS = 9_000;
/** Packets further apart than this do not belong to one stretch of sound: the PBX sends nothing when it has nothing to play. */
const GAP_MS = 150;
/** A judgement on a tone needs this much of it: 100 ms tell 20 Hz apart. */
const JUDGED_MS = 100;
/** Part of the energy at a frequency that makes it "heard", even under another voice as loud. */
const HEARD_SHARE = 0.3;

interface Listener {
  readonly heard: () => boolean;
  readonly done: () => void;
}

/**
 * What one call has heard: decoded audio with the time each packet arrived. Questions about the past are answered from the last three
 * minutes; waits are answered as packets arrive. `since` is a time on the monotonic clock (`Instant.ms`).
 */
export class HeardAudio {
  private readonly packets: Heard[] = [];
  private readonly listeners = new Set<Listener>();
  private total = 0;

  add(pcm: Int16Array, at: number): void {
    this.total++;
    this.packets.push({ at, pcm });
    if (this.packets.length > KEPT_PACKETS) this.packets.shift();
    for (const listener of this.listeners) if (listener.heard()) listener.done();
  }

  /** Audio packets since the beginning, forgotten ones included. */
  get packetCount(): number {
    return this.total;
  }

  /** Arrival of the last packet, ms on the monotonic clock. */
  get lastAt(): number | undefined {
    return this.packets.at(-1)?.at;
  }

  /** Samples heard since a time, gaps left out. */
  pcm(since = 0): Int16Array {
    return join(this.packets.filter(({ at }) => at >= since));
  }

  /** Whether `hz` sounds now: within the last packets, which must be fresh. */
  tone(hz: number): boolean {
    const recent = this.recent(JUDGED_MS);
    return recent !== undefined && hasTone(recent, hz);
  }

  /** The tones heard since a time, in order, with the times they arrived. A melody for prompts made of tones; nothing for speech and mixtures. */
  toneSequence(since = 0): ToneStretch[] {
    return this.stretches(since).flatMap((packets) => {
      const times = packets.flatMap(({ at, pcm }) => Array.from(pcm, (_, index) => at + (index * 1000) / SAMPLE_RATE));
      return toneSequence(join(packets), { at: (sample) => times[sample] ?? times.at(-1) ?? 0 });
    });
  }

  /** Resolves at the first `forMs` of `hz` that arrive after this call; with `since`, also for what was heard already. */
  async waitForTone(hz: number, { withinMs = PATIENCE_MS, forMs = JUDGED_MS, since = performance.now() } = {}): Promise<void> {
    await this.until(
      `a tone of ${hz} Hz`,
      withinMs,
      () => {
        const recent = this.recent(forMs, since);
        return recent !== undefined && hasTone(recent, hz);
      },
      () => this.toneSequence(since).some((stretch) => Math.abs(stretch.hz - hz) <= 12 && stretch.to - stretch.from >= forMs * 0.9),
    );
  }

  /** Resolves at the first `forMs` that are not silent. */
  async waitForSound({ withinMs = PATIENCE_MS, forMs = 60, since = performance.now() } = {}): Promise<void> {
    await this.until('a sound', withinMs, () => {
      const recent = this.recent(forMs, since);
      return recent !== undefined && !isSilent(recent);
    });
  }

  /** Resolves when nothing was to be heard for `forMs`, whether the packets were silent or none came. */
  async waitForSilence({ withinMs = PATIENCE_MS, forMs = 500 } = {}): Promise<void> {
    let loudAt = performance.now();
    const quiet = (): boolean => {
      const last = this.packets.at(-1);
      if (last && last.at > loudAt && !isSilent(last.pcm)) loudAt = last.at;
      return performance.now() - loudAt >= forMs;
    };
    await this.until(`${forMs} ms of silence`, withinMs, quiet);
  }

  private stretches(since: number): Heard[][] {
    const stretches: Heard[][] = [];
    let previous = -Infinity;
    for (const packet of this.packets) {
      if (packet.at < since) continue;
      if (packet.at - previous > GAP_MS) stretches.push([]);
      stretches.at(-1)!.push(packet);
      previous = packet.at;
    }
    return stretches;
  }

  /** The last `ms` of audio without a gap and not older than that gap; `undefined` when there is less. */
  private recent(ms: number, since = 0): Int16Array | undefined {
    let needed = (ms * SAMPLE_RATE) / 1000;
    let first = this.packets.length;
    let next = performance.now();
    while (needed > 0) {
      const packet = this.packets[first - 1];
      if (!packet || packet.at < since || next - packet.at > GAP_MS) return undefined;
      needed -= packet.pcm.length;
      next = packet.at;
      first--;
    }
    return join(this.packets.slice(first));
  }

  private async until(what: string, withinMs: number, heard: () => boolean, already: () => boolean = () => false): Promise<void> {
    if (heard() || already()) return;
    const before = this.total;
    await new Promise<void>((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(deadline);
        clearInterval(poll);
        this.listeners.delete(listener);
      };
      const listener: Listener = {
        heard,
        done: () => {
          settle();
          resolve();
        },
      };
      const deadline = setTimeout(() => {
        settle();
        const tones = this.toneSequence(performance.now() - withinMs).map(({ hz, from, to }) => `${hz} Hz for ${Math.round(to - from)} ms`);
        const packets = this.total - before;
        reject(
          new NotReached(`${what} was not heard within ${withinMs} ms: ${packets} packets came, tones: ${tones.join(', ') || 'none'}`),
        );
      }, withinMs);
      // Silence may be that no packet comes at all, so the question is also asked by the clock.
      const poll = setInterval(() => {
        if (heard()) listener.done();
      }, 20);
      this.listeners.add(listener);
    });
  }
}

function hasTone(pcm: Int16Array, hz: number): boolean {
  return !isSilent(pcm) && shareOfTone(pcm, hz) >= HEARD_SHARE;
}

function join(packets: readonly Heard[]): Int16Array {
  const pcm = new Int16Array(packets.reduce((length, packet) => length + packet.pcm.length, 0));
  let offset = 0;
  for (const packet of packets) {
    pcm.set(packet.pcm, offset);
    offset += packet.pcm.length;
  }
  return pcm;
}
