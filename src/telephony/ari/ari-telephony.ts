import { brandId, localIdOf, type BridgeId, type LegId, type PlaybackId, type RecordingId } from '../../core/kernel/ids.js';
import type { Log } from '../../core/ports/log.js';
import type {
  Census,
  DialRequest,
  Done,
  FetchedRecording,
  KeptRecording,
  Party,
  PhoneAccount,
  RecordingLimits,
  RingTone,
  Sound,
  Tapping,
  Telephony,
  TelephonyEvent,
} from '../../core/ports/telephony.js';
import { AriAudio } from './ari-audio.js';
import { AriBridges } from './ari-bridges.js';
import { takeCensus } from './ari-census.js';
import { AriConnection } from './ari-connection.js';
import { callerId, SAVED_VARIABLE } from './ari-dial.js';
import { AriDialling } from './ari-dialling.js';
import { AriEntrance } from './ari-entrance.js';
import { EVENT_TYPES, type AriEvent } from './ari-events.js';
import type { AriAccess } from './ari-http.js';
import { AriLegEvents } from './ari-leg-events.js';
import { AriLegs, type AriLeg } from './ari-legs.js';
import { AriPhones } from './ari-phones.js';
import { AriRecordings } from './ari-recordings.js';
import { AriRequests } from './ari-requests.js';
import { AriTaps } from './ari-taps.js';
import { RequestOrder } from './request-order.js';

export interface AriSettings extends AriAccess {
  /** The name of this PBX in leg and bridge ids; no colon. */
  readonly node: string;
  /** The Stasis application, as the dialplan names it. */
  readonly app: string;
  /** Asterisk's media URI of a sound, without extension: `sound:guichet/welcome`, `sound:/var/lib/guichet/audio/42`. */
  readonly mediaOf: (sound: Sound) => string;
}

/**
 * The telephony port on one Asterisk 22, over ARI. `open` once; it reconnects for ever until `close`.
 *
 * Requests about one leg or bridge are carried out in the order in which they were made. Events reach the listener inside the socket's own
 * turn. While a census is being taken events wait, so that each is about what the census said or later.
 */
export class AriTelephony implements Telephony {
  readonly node: string;
  private readonly connection: AriConnection;
  private readonly requests: AriRequests;
  private readonly legs: AriLegs;
  private readonly audio: AriAudio;
  private readonly kept: AriRecordings;
  private readonly bridges: AriBridges;
  private readonly phones: AriPhones;
  private readonly taps: AriTaps;
  private readonly entrance: AriEntrance;
  private readonly dialling: AriDialling;
  private readonly events: AriLegEvents;
  private readonly order = new RequestOrder();
  private listener: (event: TelephonyEvent) => void = () => undefined;
  private censuses = 0;
  private readonly waitingEvents: AriEvent[] = [];

  constructor(
    settings: AriSettings,
    private readonly log: Log,
  ) {
    this.node = settings.node;
    const emit = (event: TelephonyEvent): void => this.listener(event);
    this.connection = new AriConnection(
      settings,
      settings.app,
      {
        up: () => this.onUp(),
        down: (why) => {
          this.waitingEvents.length = 0;
          this.taps.onLineLost();
          log.warn('The line to the PBX was lost; calls live on there', { node: this.node, why });
          emit({ type: 'pbx-lost', node: this.node });
        },
        event: (event) => {
          if (this.censuses > 0 || this.waitingEvents.length > 0) this.waitingEvents.push(event);
          else this.events.on(event);
        },
      },
      log,
    );
    this.requests = new AriRequests(this.connection);
    this.legs = new AriLegs(settings.node);
    const playbackEnded = (id: string, end: 'played' | 'stopped' | 'unplayable'): void =>
      emit({ type: 'playback-ended', playback: brandId<PlaybackId>(id), end });
    this.audio = new AriAudio(this.requests, this.order, this.legs, settings.mediaOf, playbackEnded, log);
    this.phones = new AriPhones(this.requests, (phone, reachable) => emit({ type: 'phone-reachable', phone, reachable }));
    this.kept = new AriRecordings(this.requests, this.legs, settings.node, (recording, end) =>
      emit({ type: 'recording-ended', recording, end }),
    );
    this.bridges = new AriBridges(this.requests, this.order, this.legs, this.audio, this.kept);
    this.taps = new AriTaps(this.requests, this.legs);
    this.events = new AriLegEvents(this.legs, this.audio, this.kept, this.phones, this.taps, this.requests, emit, log);
    this.entrance = new AriEntrance(this.requests, log);
    this.dialling = new AriDialling(this.requests, this.entrance, this.order, this.legs, (leg) => this.events.unreachable(leg), log);
  }

  /** Starts to connect; `pbx-ready` tells when it has. */
  open = (): void => this.connection.open();

  /**
   * Lets the PBX go, calls and all; no event comes afterwards. What was asked before is still carried out: a caller who is being answered
   * gets the music that was asked for behind the answer.
   */
  async close(): Promise<void> {
    this.listener = () => undefined;
    await this.order.idle(1_000);
    await this.connection.close();
  }

  listen(listener: (event: TelephonyEvent) => void): void {
    this.listener = listener;
  }

  get ready(): boolean {
    return this.connection.up;
  }

  answer(leg: LegId): Promise<Done> {
    return this.onLeg(leg, async (known, channelId) => {
      // Asterisk would answer only when the playback has ended.
      const cut = known === null ? null : this.audio.stopPlaybacks(known);
      const [done] = await Promise.all([this.requests.do('channels', 'answer', { channelId }), cut]);
      return done;
    });
  }

  ring(leg: LegId): Promise<Done> {
    return this.onLeg(leg, (_, channelId) => this.requests.do('channels', 'ring', { channelId }));
  }

  setLanguage = (leg: LegId, language: string): Promise<Done> => this.setVariable(leg, 'CHANNEL(language)', language);

  show = (leg: LegId, party: Party): Promise<Done> => this.setVariable(leg, 'CONNECTEDLINE(all)', callerId(party));

  hangUp(leg: LegId, why: 'normal' | 'busy' | 'unallocated' | 'failed'): Promise<Done> {
    return this.dialling.hangUp(leg, why);
  }

  startMusic(leg: LegId, sound: Sound | RingTone | null): Promise<Done> {
    return this.onKnownLeg(leg, (known) => this.audio.startMusic(known, sound));
  }

  stopMusic(leg: LegId): Promise<Done> {
    return this.onKnownLeg(leg, (known) => this.audio.stopMusic(known));
  }

  play(target: LegId | BridgeId, sounds: readonly Sound[], playback: PlaybackId): Promise<Done> {
    const local = localIdOf(target);
    const known = this.legs.get(local);
    return this.order.inOrder([local], () =>
      known === undefined ? this.audio.playInBridge(local, sounds, playback) : this.audio.playOnLeg(known, sounds, playback),
    );
  }

  stopPlayback(playback: PlaybackId): Promise<Done> {
    return this.audio.stop(playback);
  }

  record(leg: LegId, recording: RecordingId, limits: RecordingLimits): Promise<Done> {
    return this.onKnownLeg(leg, async (known) => {
      // Asterisk would begin when the playback has ended, and record under the music.
      await this.audio.silence(known);
      return this.kept.begin(known, recording, limits);
    });
  }

  muteRecording(recording: RecordingId): Promise<Done> {
    return this.kept.mute(recording);
  }

  unmuteRecording(recording: RecordingId): Promise<Done> {
    return this.kept.unmute(recording);
  }

  stopRecording(recording: RecordingId): Promise<Done> {
    return this.kept.stop(recording);
  }

  recordingState(recording: RecordingId): Promise<KeptRecording['state'] | 'gone'> {
    return this.kept.state(recording);
  }

  recordings(): Promise<readonly KeptRecording[]> {
    return this.kept.all();
  }

  fetchRecording(recording: RecordingId, intoFile: string): Promise<FetchedRecording | 'under-way' | 'gone'> {
    return this.kept.fetch(recording, intoFile);
  }

  removeRecording(recording: RecordingId): Promise<Done> {
    return this.kept.remove(recording);
  }

  dial(request: DialRequest): Promise<Done> {
    return this.dialling.dial(request);
  }

  tap(leg: LegId, tapLeg: LegId, tapping: Tapping): Promise<Done> {
    return this.onLeg(leg, (_, channel) => this.taps.make(channel, tapLeg, tapping));
  }

  answerTransfer(leg: LegId, outcome: 'accepted' | 'refused'): Promise<Done> {
    return this.dialling.answerTransfer(localIdOf(leg), outcome);
  }

  createBridge(bridge: BridgeId): Promise<Done> {
    return this.bridges.create(bridge);
  }

  join(bridge: BridgeId, legs: readonly LegId[]): Promise<Done> {
    return this.bridges.join(bridge, legs);
  }

  leave(bridge: BridgeId, leg: LegId): Promise<Done> {
    return this.bridges.leave(bridge, leg);
  }

  destroyBridge(bridge: BridgeId): Promise<Done> {
    return this.bridges.destroy(bridge);
  }

  save(leg: LegId, text: string): Promise<Done> {
    return this.setVariable(leg, SAVED_VARIABLE, text);
  }

  async census(): Promise<Census> {
    const before = new Set(this.legs.all().filter((leg) => !leg.dialling));
    this.censuses += 1;
    try {
      await this.entrance.destination();
      const census = await takeCensus(this.requests, this.legs, this.node, this.connection.startedAt);
      // From now on its legs are known, and those of before that are not in it are forgotten: whoever asked draws the conclusion.
      for (const leg of this.legs.adopt(census, before)) this.audio.forget(leg);
      await Promise.all([this.audio.reconcile(), this.kept.reconcile()]);
      return census;
    } finally {
      this.censuses -= 1;
      // In a later turn: whoever awaits the census has it before the next event.
      if (this.censuses === 0) setImmediate(() => this.releaseEvents());
    }
  }

  provisionPhone(account: PhoneAccount): Promise<void> {
    return this.phones.provision(account);
  }

  removePhone(name: string): Promise<void> {
    return this.phones.remove(name);
  }

  phoneEndpoint(name: string): string {
    return this.phones.endpoint(name);
  }

  private onUp(): void {
    this.log.info('The line to the PBX is up', { node: this.node });
    const prepared = this.prepare();
    this.listener({ type: 'pbx-ready', node: this.node });
    prepared.catch((error: unknown) => this.connection.reset(`the PBX did not accept our subscriptions: ${String(error)}`));
  }

  private async prepare(): Promise<void> {
    const filter = { allowed: EVENT_TYPES.map((type) => ({ type })) };
    await Promise.all([
      this.requests.demand('applications', 'filter', { applicationName: this.requests.app, filter }),
      this.entrance.prepare(),
    ]);
    await this.phones.watch();
  }

  private releaseEvents(): void {
    if (this.censuses > 0) return;
    for (const event of this.waitingEvents.splice(0)) this.events.on(event);
  }

  private setVariable(leg: LegId, variable: string, value: string): Promise<Done> {
    return this.onLeg(leg, (_, channelId) => this.requests.do('channels', 'setChannelVar', { channelId, variable, value }));
  }

  private onLeg(leg: LegId, act: (known: AriLeg | null, channel: string) => Promise<Done>): Promise<Done> {
    const channel = localIdOf(leg);
    return this.order.inOrder([channel], () => act(this.legs.get(channel) ?? null, channel));
  }

  private onKnownLeg(leg: LegId, act: (known: AriLeg) => Promise<Done>): Promise<Done> {
    return this.onLeg(leg, async (known) => (known === null ? 'gone' : act(known)));
  }
}
