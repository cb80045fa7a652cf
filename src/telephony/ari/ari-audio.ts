import type { Log } from '../../core/ports/log.js';
import type { Done, PlaybackEnd, RingTone, Sound } from '../../core/ports/telephony.js';
import type { AriEvent } from './ari-events.js';
import type { AriLeg, AriLegs, LegMusic } from './ari-legs.js';
import type { AriRequests } from './ari-requests.js';
import type { RequestOrder } from './request-order.js';

interface Playback {
  /** Null: it plays in a bridge. */
  readonly leg: AriLeg | null;
  stopping: boolean;
  /** When the sound that plays began, by the PBX's clock. */
  soundStartedAt: number;
  /** One of its sounds could not be played. */
  incomplete: boolean;
}

/**
 * A missing file in the middle of a list is passed over without a word: only the speed gives it away. The shortest file, one frame,
 * takes 20 ms.
 */
const SHORTEST_SOUND_MS = 15;

const MUSIC = 'music-';
/** Asterisk's media URI of the ring tone of the country that its indications are set to; never ends. */
const RING_TONE = 'tone:ring';

/**
 * What is played on legs and in bridges. Asterisk stops a channel's music for a playback and does not resume it, leaves it on when the
 * channel joins a bridge, and carries out little else on a channel until its playback has ended; here these become what the port says.
 */
export class AriAudio {
  private readonly playbacks = new Map<string, Playback>();

  constructor(
    private readonly requests: AriRequests,
    private readonly order: RequestOrder,
    private readonly legs: AriLegs,
    private readonly mediaOf: (sound: Sound) => string,
    private readonly ended: (playback: string, end: PlaybackEnd) => void,
    private readonly log: Log,
  ) {}

  async playOnLeg(leg: AriLeg, sounds: readonly Sound[], id: string): Promise<Done> {
    this.playbacks.set(id, newPlayback(leg));
    leg.playbacks.add(id);
    // A prompt would wait in line behind a sound that is played as music.
    const cutMusic = playsSound(leg) ? this.requests.do('playbacks', 'stop', { playbackId: musicId(leg) }) : null;
    const media = sounds.map(this.mediaOf);
    return this.started(id, this.requests.do('channels', 'playWithId', { channelId: leg.channel, playbackId: id, media }), cutMusic);
  }

  async playInBridge(bridge: string, sounds: readonly Sound[], id: string): Promise<Done> {
    this.playbacks.set(id, newPlayback(null));
    const media = sounds.map(this.mediaOf);
    return this.started(id, this.requests.do('bridges', 'playWithId', { bridgeId: bridge, playbackId: id, media }), null);
  }

  async stop(id: string): Promise<Done> {
    const playback = this.playbacks.get(id);
    if (playback !== undefined) playback.stopping = true;
    return this.requests.do('playbacks', 'stop', { playbackId: id });
  }

  async startMusic(leg: AriLeg, sound: Sound | RingTone | null): Promise<Done> {
    if (playsSound(leg)) await this.stopMusic(leg);
    const music = { sound, startedAt: 0 };
    leg.music = music;
    // It begins when the playback has ended.
    return leg.playbacks.size > 0 ? 'done' : this.beginMusic(leg, music);
  }

  async stopMusic(leg: AriLeg): Promise<Done> {
    const { music } = leg;
    leg.music = null;
    const sound = music === 'unknown' || music?.sound ? this.requests.do('playbacks', 'stop', { playbackId: musicId(leg) }) : null;
    const [done] = await Promise.all([this.requests.do('channels', 'stopMoh', { channelId: leg.channel }), sound]);
    return done;
  }

  async stopPlaybacks(leg: AriLeg): Promise<void> {
    await Promise.all([...leg.playbacks].map((id) => this.stop(id)));
  }

  /** Stops whatever is to be heard on the leg, so that something else can begin. */
  async silence(leg: AriLeg): Promise<void> {
    await Promise.all([this.stopPlaybacks(leg), leg.music === null ? null : this.stopMusic(leg)]);
  }

  /** The leg is gone: what the PBX still says of its playbacks is about that, and nobody's concern. */
  forget(leg: AriLeg): void {
    leg.music = null;
    for (const id of leg.playbacks) this.playbacks.delete(id);
    leg.playbacks.clear();
  }

  onPlayback({ type, timestamp }: AriEvent, { id, state }: { readonly id: string; readonly state: string }): void {
    const playback = this.playbacks.get(id);
    const at = Date.parse(timestamp ?? '');
    if (playback === undefined) {
      this.onMusic(type, at, id, state);
      return;
    }
    if (type === 'PlaybackStarted') playback.soundStartedAt = at;
    else if (state === 'failed' || at - playback.soundStartedAt < SHORTEST_SOUND_MS) playback.incomplete = true;
    if (type === 'PlaybackFinished') this.finished(id, playback);
  }

  /** After events were missed: what ended meanwhile is told as played, and music that ended meanwhile goes on. */
  async reconcile(): Promise<void> {
    await Promise.all(
      [...this.playbacks].map(async ([id, playback]) => {
        if ((await this.requests.ask('playbacks', 'get', { playbackId: id })) === 'gone') this.finished(id, playback);
      }),
    );
    await Promise.all(
      this.legs.all().map(async (leg) => {
        if (!playsSound(leg)) return;
        if ((await this.requests.ask('playbacks', 'get', { playbackId: musicId(leg) })) === 'gone') this.resumeMusic(leg);
      }),
    );
  }

  private async started(id: string, request: Promise<Done>, cutMusic: Promise<Done> | null): Promise<Done> {
    try {
      const [done] = await Promise.all([request, cutMusic]);
      if (done === 'gone') this.drop(id);
      return done;
    } catch (error) {
      this.drop(id);
      throw error;
    }
  }

  private drop(id: string): void {
    const playback = this.playbacks.get(id);
    if (playback === undefined) return;
    this.playbacks.delete(id);
    if (playback.leg === null) return;
    playback.leg.playbacks.delete(id);
    this.resumeMusic(playback.leg);
  }

  private finished(id: string, playback: Playback): void {
    if (this.playbacks.get(id) !== playback) return;
    this.ended(id, playback.stopping ? 'stopped' : playback.incomplete ? 'unplayable' : 'played');
    this.drop(id);
  }

  /** A sound that is played as music came to its end: again from the start, or the PBX's own music when it cannot be played. */
  private onMusic(type: string, at: number, id: string, state: string): void {
    const leg = id.startsWith(MUSIC) ? this.legs.get(id.slice(MUSIC.length)) : undefined;
    if (leg === undefined || leg.music === 'unknown' || !leg.music?.sound) return;
    if (type === 'PlaybackStarted') leg.music.startedAt = at;
    // Not begun yet: this is the end of the sound that was there before it.
    if (type !== 'PlaybackFinished' || leg.playbacks.size > 0 || leg.music.startedAt === 0) return;
    if (state === 'failed' || at - leg.music.startedAt < SHORTEST_SOUND_MS) {
      this.log.warn('A sound cannot be played as music: the caller hears the default music', { leg: leg.id, sound: leg.music.sound });
      leg.music = { sound: null, startedAt: 0 };
    }
    this.resumeMusic(leg);
  }

  private resumeMusic(leg: AriLeg): void {
    const resume = async (): Promise<Done> => {
      if (leg.music === null || leg.music === 'unknown' || leg.playbacks.size > 0) return 'done';
      return this.beginMusic(leg, leg.music);
    };
    if (leg.music === null) return;
    // In order with what the port asks: music that began after the leg was stopped or bridged would never end.
    this.order.inOrder([leg.channel], resume).catch((error: unknown) => {
      this.log.warn('Music did not go on', { leg: leg.id, why: String(error) });
    });
  }

  private beginMusic(leg: AriLeg, music: LegMusic): Promise<Done> {
    const { sound } = music;
    music.startedAt = 0;
    if (sound === null) return this.requests.do('channels', 'startMoh', { channelId: leg.channel });
    const media = [sound.kind === 'ring-tone' ? RING_TONE : this.mediaOf(sound)];
    return this.requests.do('channels', 'playWithId', { channelId: leg.channel, playbackId: musicId(leg), media });
  }
}

function newPlayback(leg: AriLeg | null): Playback {
  return { leg, stopping: false, soundStartedAt: 0, incomplete: false };
}

function playsSound(leg: AriLeg): boolean {
  return leg.music !== null && leg.music !== 'unknown' && leg.music.sound !== null;
}

/** One for each leg, so that the music of a process that died can be stopped by the next. */
function musicId(leg: AriLeg): string {
  return `${MUSIC}${leg.channel}`;
}
