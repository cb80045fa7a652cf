import type { Log } from '../../core/ports/log.js';
import type { TelephonyEvent } from '../../core/ports/telephony.js';
import type { AriAudio } from './ari-audio.js';
import { instantOf } from './ari-census.js';
import { dialledMark, partyOf } from './ari-dial.js';
import { OUTBOUND_ARGUMENT } from './ari-entrance.js';
import { endpointOf, type AriChannel, type AriEvent } from './ari-events.js';
import type { AriLeg, AriLegs } from './ari-legs.js';
import type { AriPhones } from './ari-phones.js';
import type { AriRecordings } from './ari-recordings.js';
import type { AriRequests } from './ari-requests.js';
import { TAP_ARGUMENT, type AriTaps } from './ari-taps.js';
import { legEnd } from './hang-up-causes.js';

/** Makes the port's events of ARI's, one by one, in their order. What happens to one leg is told once, whatever Asterisk repeats. */
export class AriLegEvents {
  constructor(
    private readonly legs: AriLegs,
    private readonly audio: AriAudio,
    private readonly recordings: AriRecordings,
    private readonly phones: AriPhones,
    private readonly taps: AriTaps,
    private readonly requests: AriRequests,
    private readonly emit: (event: TelephonyEvent) => void,
    private readonly log: Log,
  ) {}

  on(event: AriEvent): void {
    const { channel, type } = event;
    if (event.playback !== undefined) this.audio.onPlayback(event, event.playback);
    else if (event.recording !== undefined) this.recordings.onRecording(event, event.recording);
    else if (event.device_state !== undefined) this.phones.onDeviceState(event.device_state);
    else if (type === 'Dial') this.onDial(event);
    else if (type === 'ChannelTransfer') this.onTransfer(event);
    else if (channel === undefined) return;
    else if (type === 'StasisStart') this.onStart(channel, event.args ?? []);
    else this.onLeg(event, this.legs.get(channel.id));
  }

  /** Tells the end of a leg, unless it was told. */
  gone(leg: AriLeg, { cause = 0, tech_cause: sipStatus }: Pick<AriEvent, 'cause' | 'tech_cause'>): void {
    if (this.legs.get(leg.channel) !== leg) return;
    this.legs.remove(leg);
    this.audio.forget(leg);
    this.taps.onGone(leg);
    const dialledByUs = leg.direction === 'outbound';
    const end = legEnd(
      { dialledByUs, answered: leg.answered, cancelled: leg.cancelled, forwarded: leg.forwardsTo !== null },
      cause,
      sipStatus,
    );
    this.emit({
      type: 'leg-gone',
      leg: leg.id,
      end,
      ...(end === 'refused' && leg.forwardsTo !== null ? { forwardsTo: leg.forwardsTo } : {}),
    });
  }

  /** Tells that a leg could not be made. */
  unreachable(leg: AriLeg): void {
    this.legs.remove(leg);
    this.emit({ type: 'leg-gone', leg: leg.id, end: leg.cancelled ? 'cancelled' : 'unreachable' });
  }

  private onStart(channel: AriChannel, [kind, dialled = '', arrivedAt]: readonly string[]): void {
    const known = this.legs.get(channel.id);
    if (kind === OUTBOUND_ARGUMENT && (known !== undefined || channel.accountcode === dialledMark(this.requests.app))) {
      // Not the change of state to Up, which comes half a millisecond earlier: nothing can be asked of the channel before this.
      if (known === undefined || known.answered) return;
      known.answered = true;
      this.emit({ type: 'leg-answered', leg: known.id });
      return;
    }
    if (kind === TAP_ARGUMENT && known !== undefined) this.taps.onStart(known);
    if (known !== undefined) return;
    if (kind === 'inbound') {
      const answered = channel.state === 'Up';
      const { id } = this.legs.add(channel.id, 'inbound', { answered });
      const caller = partyOf(channel.caller);
      const { language = '' } = channel;
      this.emit({ type: 'call-arrived', leg: id, dialled, caller, arrivedAt: instantOf(arrivedAt, channel), answered, language });
      return;
    }
    const phone = endpointOf(channel);
    if (kind === 'agent' && phone !== '') {
      const { id } = this.legs.add(channel.id, 'phone');
      this.emit({ type: 'phone-dialled', leg: id, dialled, phone });
      return;
    }
    // For instance whom a phone that redirects our call (SIP 302) had called instead, on a PBX whose endpoint follows redirections by itself.
    this.log.warn("A channel that is nobody's call is hung up", { channel: channel.name, kind });
    this.requests.do('channels', 'hangup', { channelId: channel.id }).catch((error: unknown) => {
      this.log.warn('It was not hung up', { channel: channel.name, why: String(error) });
    });
  }

  private onDial({ peer, dialstatus, forward = '' }: AriEvent): void {
    const leg = peer === undefined ? undefined : this.legs.get(peer.id);
    // Told before the leg's end, whose cause says so only now and then: Asterisk may hang up before it has read the phone's answer to the end.
    if (leg !== undefined && forward !== '') leg.forwardsTo = forward;
    if (dialstatus === 'RINGING' || dialstatus === 'PROGRESS') this.ringing(leg);
  }

  private onLeg(event: AriEvent, leg: AriLeg | undefined): void {
    const { type, channel, digit } = event;
    if (leg === undefined) return;
    switch (type) {
      case 'ChannelStateChange':
        if (channel?.state === 'Ringing') this.ringing(leg);
        return;
      case 'ChannelDtmfReceived':
        if (digit === undefined) return;
        this.emit({ type: 'digit', leg: leg.id, digit });
        this.recordings.onDigit(leg, digit);
        return;
      case 'ChannelHold':
      case 'ChannelUnhold':
        if (leg.direction !== 'inbound') this.emit({ type: type === 'ChannelHold' ? 'leg-held' : 'leg-unheld', leg: leg.id });
        return;
      case 'ChannelHangupRequest':
        // Of a leg that was never answered, only its destruction has the cause for certain.
        if (leg.direction !== 'outbound' || leg.answered) this.gone(leg, event);
        return;
      case 'StasisEnd':
      case 'ChannelDestroyed':
        this.gone(leg, event);
    }
  }

  private onTransfer({ refer_to: to, referred_by: by }: AriEvent): void {
    const leg = by?.source_channel === undefined ? undefined : this.legs.get(by.source_channel.id);
    if (leg === undefined) return;
    const other = to?.destination_channel;
    const dialled = dialledIn(to?.requested_destination?.destination ?? '');
    this.emit({ type: 'transfer-asked', leg: leg.id, dialled, replaces: other === undefined ? null : this.legs.idOf(other.id) });
  }

  private ringing(leg: AriLeg | undefined): void {
    if (leg?.direction !== 'outbound' || leg.answered || leg.ringingTold) return;
    leg.ringingTold = true;
    this.emit({ type: 'leg-ringing', leg: leg.id });
  }
}

/** The user of a SIP address, or what was dialled as it stands. */
function dialledIn(destination: string): string {
  return /^<?sips?:([^@;>]+)/i.exec(destination)?.[1] ?? destination;
}
