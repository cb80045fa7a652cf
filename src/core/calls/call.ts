import type { CallFact, CallRecord } from '../journal/facts.js';
import type { CallId, LegId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { CampaignPlan } from '../plan/campaign-plan.js';
import type { Calendars } from '../ports/calendars.js';
import type { CampaignDirectory } from '../ports/campaign-directory.js';
import type { Clock } from '../ports/clock.js';
import type { IdSource } from '../ports/id-source.js';
import type { IvrRequests } from '../ports/ivr-requests.js';
import type { Log } from '../ports/log.js';
import type { Speech } from '../ports/speech.js';
import type { Done, LegCensus, PlaybackEnd, Sound, Telephony } from '../ports/telephony.js';
import type { AgentLegs } from './agent-legs.js';
import type { CallCause } from './call-cause.js';
import type { CallEnding } from './call-ending.js';
import { CallScope } from './call-scope.js';
import type { Extensions } from './extensions.js';
import { Handset } from './handset.js';
import { Keypad } from './keypad.js';
import type { CallbackDesk } from './callback-desk.js';
import type { Line, OfferedCaller } from './line.js';
import type { Mailbox } from './mailbox.js';
import type { Outbound } from './outbound.js';
import type { Phase } from './phase.js';
import type { Recordings } from './recordings.js';
import { playTo } from './prompts.js';
import { writeSavedLeg } from './saved-call.js';
import type { Switchboard } from './switchboard.js';

/** What a call needs of the world. */
export interface CallPorts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly line: Line;
  readonly switchboard: Switchboard;
  readonly outbound: Outbound;
  readonly agentLegs: AgentLegs;
  readonly extensions: Extensions;
  readonly callbacks: CallbackDesk;
  readonly mailbox: Mailbox;
  readonly recordings: Recordings;
  readonly ivrRequests: IvrRequests;
  readonly speech: Speech;
  readonly calendars: Calendars;
  readonly directory: CampaignDirectory;
  readonly record: (fact: CallFact) => void;
  readonly log: Log;
}

/** One caller, from the dial to the ending: what the phases do to it and what is known of it. */
export class Call {
  readonly id: CallId;
  /** The whole call; ends once. */
  readonly life: CallScope<CallCause>;
  readonly keypad = new Keypad();
  readonly handset = new Handset();
  private part: CallScope<CallCause>;
  private entered: Phase | null = null;
  private onMoved: () => void = () => undefined;
  private saving: Promise<void> = Promise.resolve();
  private current: CallRecord;
  private hasMusic = false;
  private isAnswered: boolean;
  private language: string;
  private readonly callerName: string | null;
  private provisional: CallEnding;

  constructor(
    readonly leg: LegId,
    readonly plan: CampaignPlan,
    record: CallRecord,
    found: Pick<LegCensus, 'answered' | 'language'> & Partial<Pick<LegCensus, 'caller'>>,
    readonly ports: CallPorts,
  ) {
    this.id = record.callId;
    this.current = record;
    this.isAnswered = found.answered;
    this.language = found.language;
    this.callerName = found.caller?.name ?? null;
    this.provisional = { how: 'failed', during: record.phase, blame: 'guichet' };
    this.life = new CallScope<CallCause>((fault) => {
      ports.log.warn('a clean-up of the call failed', { callId: this.id, fault: String(fault) });
    });
    this.part = this.life;
  }

  /** The phase that runs now: it ends with the call, and what it opened is closed when the next phase begins. */
  get scope(): CallScope<CallCause> {
    return this.part;
  }

  /** The phase last saved: where the call is taken up again when the PBX could not be asked for a moment. */
  get lastEntered(): Phase | null {
    return this.entered;
  }

  get record(): CallRecord {
    return this.current;
  }

  /** How the call will have ended if it ends now. */
  get ending(): CallEnding {
    return this.provisional;
  }

  now(): Instant {
    return this.ports.clock.now();
  }

  /** What agents' phones show of this caller. */
  asOffered(): OfferedCaller {
    return {
      leg: this.leg,
      shown: { number: this.current.caller, name: this.plan.name },
      language: this.plan.language,
      did: this.current.did,
      callerName: this.callerName,
      waitsSince: this.current.queuedAt,
      announcedSeconds: () => (this.entered?.name === 'waiting' ? (this.entered.said?.uptoSeconds ?? null) : null),
    };
  }

  /**
   * States how the call ends when it ends in this phase by this party; the last statement before the end holds. After a conversation the
   * call was answered, wherever it was led then; only an accident says otherwise.
   */
  endsAs(how: CallEnding['how'], blame: CallEnding['blame']): void {
    const answered = this.current.answeredAt !== null && how !== 'lost' && how !== 'failed';
    this.provisional = { how: answered ? 'answered' : how, during: this.current.phase, blame };
  }

  note(change: Partial<CallRecord>): void {
    this.current = { ...this.current, ...change };
  }

  /** Runs one phase in a part of the call's life of its own. */
  async runPart<T>(work: () => Promise<T>): Promise<T | null> {
    this.part = this.life.child();
    return this.part.run(work);
  }

  /**
   * Keeps the phase on the leg, on the PBX, so that it outlives us. Detached: no caller waits for it, and a census sets right what a
   * death in between missed. Saves of one call reach the PBX in order.
   */
  enter(phase: Phase): void {
    this.note({ phase: phase.name, ...whatPhaseTells(phase, this.current) });
    this.ports.record({ type: 'phase-entered', callId: this.id, phase: phase.name, call: this.current });
    this.keep(phase);
    this.onMoved();
  }

  /** Keeps what changed within the phase, as `enter` does, without saying that it was entered. */
  keep(phase: Phase): void {
    this.entered = phase;
    const text = writeSavedLeg({ kind: 'caller', call: this.current, phase });
    this.saving = this.saving.then(async () => {
      if (this.life.cause !== null) return;
      try {
        if ((await this.ports.telephony.save(this.leg, text)) === 'gone') this.life.end({ kind: 'caller-gone', end: 'hung-up' });
      } catch (fault) {
        this.ports.log.warn('the state of a call could not be kept on the PBX', { callId: this.id, fault: String(fault) });
      }
    });
  }

  /** Resolves when the next phase has been entered, or the call is over. */
  moved(): Promise<void> {
    return new Promise((resolve) => {
      this.onMoved = resolve;
      this.life.defer(resolve);
    });
  }

  /** Waits until what was entered or kept so far is on the PBX, for what must not begin there unknown to whoever starts next. */
  async saved(): Promise<void> {
    await this.scope.until(this.saving);
  }

  /** In which builtin sounds are spoken from now on; nothing is asked of the PBX when they are already. */
  async speak(language: string): Promise<void> {
    if (this.language === language) return;
    this.language = language;
    await this.onLeg(this.ports.telephony.setLanguage(this.leg, language));
  }

  async answer(): Promise<void> {
    if (this.isAnswered) return;
    await this.onLeg(this.ports.telephony.answer(this.leg));
    this.isAnswered = true;
    this.ports.record({ type: 'call-answered', callId: this.id });
  }

  /**
   * Answers, and has music heard from then on. Both are asked for in one turn: should this process stop in between, nobody is left in silence.
   */
  async answerToMusic(hold: Sound | null): Promise<void> {
    if (this.isAnswered) return;
    const answered = this.answer();
    this.musicUntilMoved(hold);
    this.hasMusic = true;
    await answered;
  }

  /** Plays one sound to its end and tells how it ended, see `playTo`; null plays nothing. */
  play(sound: Sound | null, purpose: string): Promise<PlaybackEnd> {
    return playTo(this, sound === null ? [] : [sound], purpose, this.scope);
  }

  /** Music for as long as this phase runs. Nobody waits for it to begin: an agent may answer before the PBX has said that it plays. */
  musicUntilMoved(sound: Sound | null): void {
    if (this.hasMusic) {
      this.hasMusic = false;
      return;
    }
    const { scope } = this;
    scope
      .until(this.ports.telephony.startMusic(this.leg, sound))
      .then((done) => {
        if (done === 'gone' && scope.cause === null && this.part === scope) this.life.end({ kind: 'caller-gone', end: 'hung-up' });
      })
      .catch((fault: unknown) => {
        if (scope.cause === null && this.part === scope)
          this.ports.log.warn('a caller has no music', { callId: this.id, fault: String(fault) });
      });
  }

  /** A request about the caller's leg; when the leg turns out to be gone, so is the caller. */
  async onLeg(request: Promise<Done>): Promise<void> {
    const done = await this.scope.until(request);
    if (done === 'gone') await this.callerIsGone();
  }

  /** The caller's leg turned out to be gone: ends the call and unwinds whoever asked. */
  callerIsGone(): Promise<never> {
    this.life.end({ kind: 'caller-gone', end: 'hung-up' });
    return this.scope.until(new Promise<never>(() => undefined));
  }
}

/** Answered once is answered: a caller who was transferred keeps the instant of the first agent. */
function whatPhaseTells(phase: Phase, { answeredAt }: CallRecord): Partial<CallRecord> {
  if (phase.name === 'waiting') {
    const { queuedAt, queueId, talkedMs } = phase;
    return talkedMs === undefined ? { queuedAt, queueId, agentId: null, answeredAt: null } : { queuedAt, queueId };
  }
  if (phase.name === 'conversation') return { agentId: phase.agentId, answeredAt: answeredAt ?? phase.connectedAt };
  if (phase.name === 'voicemail' && phase.recording !== null) return { recording: phase.recording };
  return {};
}
