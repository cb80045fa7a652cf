import type { LegId } from '../../../src/core/kernel/ids.js';
import type { Clock } from '../../../src/core/ports/clock.js';
import { FakeCaller, type CallerEnd } from './fake-caller.js';
import type { FakeLeg } from './fake-leg.js';
import type { FakePbx } from './fake-pbx.js';

export interface CallPlaced {
  readonly did: string;
  /** The caller's number; null when withheld. */
  readonly from: string | null;
  readonly name?: string;
}

/** Everybody who rings the fake PBX, those included who come while nobody takes their call from it. */
export class FakeCallers {
  readonly everybody: FakeCaller[] = [];
  /** With what a leg that we are hanging up is released, for its caller to see. */
  private readonly releases = new Map<LegId, CallerEnd>();
  /** Calls that came while the line was down: the PBX answers them, plays music and hands them over when we are back. */
  private readonly kept: FakeLeg[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly pbx: FakePbx,
  ) {}

  /** `outside`: there is no line to hand the call over. */
  arrives({ did, from, name }: CallPlaced, outside: boolean): FakeCaller {
    let releasedWith: CallerEnd | null = null;
    const leg = this.pbx.addLeg({
      id: this.pbx.nextLegId(),
      direction: 'inbound',
      dialled: did,
      caller: { number: from, name: name ?? null },
      onEnd: () => {
        caller.endedAt = this.clock.now();
        caller.ended ??= this.releases.get(leg.id) ?? releasedWith ?? 'lost';
        this.releases.delete(leg.id);
        const index = this.kept.indexOf(leg);
        if (index >= 0) this.kept.splice(index, 1);
      },
    });
    const caller = new FakeCaller(leg, {
      hangUp: (line, end) => {
        releasedWith = 'hung-up';
        this.pbx.endLeg(line, end);
      },
      press: (line, digit) => this.pbx.press(line, digit),
      voiceChanged: (line) => this.pbx.recordings.voiceChanged(line),
    });
    this.everybody.push(caller);
    if (outside) {
      leg.answered = true;
      leg.audio.startMusic(null);
      this.kept.push(leg);
    } else this.announce(leg);
    return caller;
  }

  /** Whoever waited outside is told of now. */
  comeIn(): void {
    for (const leg of this.kept.splice(0)) {
      leg.audio.stopMusic();
      this.announce(leg);
    }
  }

  /** What a caller is told when we hang up. */
  release(leg: FakeLeg, why: CallerEnd): void {
    if (leg.direction === 'inbound') this.releases.set(leg.id, why);
  }

  private announce(leg: FakeLeg): void {
    const { id, dialled, caller, arrivedAt, answered, language } = leg;
    this.pbx.emit({ type: 'call-arrived', leg: id, dialled, caller, arrivedAt, answered, language });
  }
}
