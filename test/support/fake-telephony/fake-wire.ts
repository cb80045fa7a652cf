import type { Clock, Timer } from '../../../src/core/ports/clock.js';
import { PbxUnreachable, type TelephonyEvent } from '../../../src/core/ports/telephony.js';

/** What a simulation may do to the line. Absent means: at once, once, and nothing of a broken request was carried out. */
export interface WireFaults {
  /** Milliseconds between a request and its effect: a leg may be gone by then. */
  requestTakes?: () => number;
  /** Milliseconds between its effect and our reading the answer: events of the effect may come first. */
  answerTakes?: () => number;
  /** Milliseconds between something happening and our hearing of it. Events never overtake one another. */
  eventTakes?: () => number;
  /** Whether an event comes in one piece with the next that is under way: both are heard with nothing in between. */
  bundlesEvents?: () => boolean;
  /** Whether this event comes twice. */
  repeatsEvent?: (event: TelephonyEvent) => boolean;
  /** Whether a request whose reply was lost with the line had been carried out all the same. */
  carriesOutLostRequest?: () => boolean;
}

interface Request {
  timer: Timer;
  /** Null when it was carried out. */
  act: (() => unknown) | null;
  readonly reject: (fault: PbxUnreachable) => void;
}

/** The line between the backend and a fake PBX: requests one way, events the other, each in order, both with faults on demand. */
export class FakeWire {
  faults: WireFaults = {};
  up = true;
  private listener: ((event: TelephonyEvent) => void) | null = null;
  private readonly requests = new Set<Request>();
  private lastRequestAt = 0;
  private lastEventAt = 0;
  /** Events that wait for the next to be told with it. */
  private readonly bundle: TelephonyEvent[] = [];
  /** Counts the lines so far: an event under way when its line broke never arrives. */
  private line = 0;
  private eventsUnderWay = 0;

  constructor(private readonly clock: Clock) {}

  /** Requests without an answer yet and events that nobody heard yet: none when both ends know the same. */
  get underWay(): number {
    return this.requests.size + this.eventsUnderWay;
  }

  listen(listener: (event: TelephonyEvent) => void): void {
    this.listener = listener;
  }

  request<Answer>(act: () => Answer): Promise<Answer> {
    if (!this.up) return Promise.reject(new PbxUnreachable('the line to the PBX is down'));
    this.lastRequestAt = Math.max(this.lastRequestAt, this.clock.now() + (this.faults.requestTakes?.() ?? 0));
    return new Promise<Answer>((resolve, reject) => {
      const answered = (answer: Answer): void => {
        this.requests.delete(request);
        resolve(answer);
      };
      const request: Request = {
        act,
        reject,
        timer: this.clock.at(this.lastRequestAt, () => {
          const answer = act();
          const takes = this.faults.answerTakes?.() ?? 0;
          if (takes === 0) answered(answer);
          else this.awaitAnswer(request, takes, () => answered(answer));
        }),
      };
      this.requests.add(request);
    });
  }

  /** Carried out, and not yet known to be. */
  private awaitAnswer(request: Request, takes: number, answered: () => void): void {
    request.act = null;
    request.timer = this.clock.at(this.clock.now() + takes, answered);
  }

  /** Tells an event, or calls `missed` when the line breaks first. */
  emit(event: TelephonyEvent, missed: () => void = () => undefined): void {
    if (!this.up) {
      missed();
      return;
    }
    const { line } = this;
    this.lastEventAt = Math.max(this.lastEventAt, this.clock.now() + (this.faults.eventTakes?.() ?? 0));
    this.eventsUnderWay += 1;
    this.clock.at(this.lastEventAt, () => {
      this.eventsUnderWay -= 1;
      if (line !== this.line) {
        missed();
        return;
      }
      this.bundle.push(event);
      if (this.eventsUnderWay > 0 && this.faults.bundlesEvents?.() === true) return;
      for (const bundled of this.bundle.splice(0)) {
        this.listener?.(bundled);
        if (this.faults.repeatsEvent?.(bundled) === true) this.listener?.(bundled);
      }
    });
  }

  lose(node: string): void {
    if (!this.up) return;
    this.up = false;
    this.line += 1;
    this.bundle.length = 0;
    for (const request of this.requests) {
      request.timer.stop();
      if (request.act !== null && this.faults.carriesOutLostRequest?.() === true) request.act();
      request.reject(new PbxUnreachable('the line to the PBX broke before the reply'));
    }
    this.requests.clear();
    this.clock.at(this.clock.now(), () => this.listener?.({ type: 'pbx-lost', node }));
  }

  restore(node: string): void {
    if (this.up) return;
    this.up = true;
    this.lastEventAt = this.clock.now();
    this.emit({ type: 'pbx-ready', node });
  }
}
