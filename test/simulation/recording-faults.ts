import { conversationOf } from '../../src/engine/recording-sides.js';
import type { Instant } from '../../src/core/kernel/time.js';
import type { Timer } from '../../src/core/ports/clock.js';
import type { DayPlan } from './centre-plan.js';
import type { Centre, Outage } from './centre.js';
import type { Lots } from './lots.js';

/** What is said of something that a full disk refused comes as late as this. */
const TOLD_WITHIN = 15_000;

/** What goes wrong with recordings: a PBX that makes no taps, a disk that is full, there or here, and files that somebody removed. */
export class RecordingFaults {
  readonly happened = new Map<string, number>();
  private readonly refusals: Outage[] = [];
  private readonly removals: Instant[] = [];
  private closing = false;
  private next: Timer | null = null;
  private mend: (() => void) | null = null;

  constructor(
    private readonly centre: Centre,
    private readonly lots: Lots,
    private readonly day: DayPlan,
  ) {
    const { trail, clock, fullDisks } = centre;
    const ourDiskWasFull = (): boolean => isWithin(fullDisks, clock.now(), clock.now());
    trail.expects('a conversation is not recorded', () => isWithin(this.refusals, clock.now(), clock.now()));
    trail.expects('a recording could not be brought to our disk; it stays on the PBX', ourDiskWasFull);
    trail.expects('a message could not be brought to our disk; it stays on the PBX and is tried again', ourDiskWasFull);
  }

  open(): void {
    if (this.closing || this.day.callersPerAccident === Infinity) return;
    const { clock } = this.centre;
    this.next = clock.at(clock.now() + this.lots.exponential(this.day.callersPerAccident * this.day.meanGap), () => {
      this.happen();
      this.open();
    });
  }

  /** Every disk has room again. */
  close(): void {
    this.closing = true;
    this.next?.stop();
    this.mend?.();
  }

  /** Whether the PBX may have refused to record something between the two. */
  refusedBetween(from: Instant, to: Instant): boolean {
    return isWithin(this.refusals, from, to);
  }

  /** Whether files of recordings were removed between the two. */
  removedBetween(from: Instant, to: Instant): boolean {
    return this.removals.some((at) => from <= at && at <= to);
  }

  private happen(): void {
    if (this.mend !== null) return;
    const { centre, lots } = this;
    const { recorder } = centre.pbx;
    const what = lots.weighted({ 'no taps': 2, 'disk of the PBX': 2, 'our disk': 3, 'files removed': 3 });
    this.happened.set(what, (this.happened.get(what) ?? 0) + 1);
    centre.trail.note(centre.clock.now(), `recordings: ${what}`);
    if (what === 'no taps') this.while(this.refusals, (on) => (recorder.refusesTaps = on));
    else if (what === 'disk of the PBX') this.while(this.refusals, (on) => (recorder.diskFull = on));
    else if (what === 'our disk') this.while(centre.fullDisks, (on) => (recorder.unwritable = centre.soundFiles.unwritable = on));
    else {
      this.removals.push(centre.clock.now());
      recorder.removeFiles((id) => conversationOf(id) !== null && lots.happens(0.5));
    }
  }

  private while(faults: Outage[], set: (on: boolean) => void): void {
    const { clock, trail } = this.centre;
    const fault: Outage = { from: clock.now(), to: null };
    faults.push(fault);
    set(true);
    const timer = clock.at(clock.now() + this.lots.pick([2_000, 60_000, 600_000]), () => this.mend?.());
    this.mend = (): void => {
      timer.stop();
      this.mend = null;
      fault.to = clock.now();
      set(false);
      trail.note(clock.now(), 'recordings: mended');
    };
  }
}

function isWithin(faults: readonly Outage[], from: Instant, to: Instant): boolean {
  return faults.some((fault) => fault.from <= to && from <= (fault.to ?? Infinity) + TOLD_WITHIN);
}
