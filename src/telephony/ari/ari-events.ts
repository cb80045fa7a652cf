/** What is read of ARI's events and objects. Everything may be missing as far as the compiler knows: it comes from outside. */
export interface AriChannel {
  readonly id: string;
  /** `PJSIP/<endpoint>-0000002a`. */
  readonly name: string;
  /** `Ring`: a caller whom nobody answered yet. `Ringing`, `Down`: we dialled. `Up`: answered. */
  readonly state: string;
  readonly caller?: { readonly number?: string; readonly name?: string };
  readonly accountcode?: string;
  readonly language?: string;
  /** Where it is in the dialplan, and which step is being carried out. */
  readonly dialplan?: { readonly context?: string; readonly exten?: string; readonly app_name?: string; readonly app_data?: string };
  /** ISO 8601. */
  readonly creationtime?: string;
}

export interface AriRecording {
  readonly name: string;
  /** `channel:<id>`, while it is under way. */
  readonly target_uri?: string;
}

export interface AriEvent {
  readonly type: string;
  /** ISO 8601 with milliseconds, by the PBX's clock. */
  readonly timestamp?: string;
  readonly channel?: AriChannel;
  /** `StasisStart`: what the dialplan, or our dial, passed to `Stasis()`. */
  readonly args?: readonly string[];
  /** Q.850. */
  readonly cause?: number;
  /** The SIP status that it came from, since Asterisk 22.6; none for an end in good order. */
  readonly tech_cause?: number;
  readonly digit?: string;
  readonly playback?: { readonly id: string; readonly state: string; readonly target_uri?: string };
  readonly recording?: AriRecording;
  /** `Dial`: the leg being dialled and how far it got. */
  readonly peer?: AriChannel;
  readonly dialstatus?: string;
  /** `Dial`: whom the dialled phone wants called instead; empty when it said nothing of the kind. */
  readonly forward?: string;
  /** `ChannelTransfer`: what a phone's REFER asks for. */
  readonly refer_to?: {
    readonly requested_destination?: { readonly protocol_id?: string; readonly destination?: string };
    readonly destination_channel?: AriChannel;
  };
  readonly referred_by?: { readonly source_channel?: AriChannel };
  readonly device_state?: { readonly name: string; readonly state: string };
}

/** The events that are read. The PBX is told to send no others: variables being set alone would be half of all traffic. */
export const EVENT_TYPES = [
  'StasisStart',
  'StasisEnd',
  'ChannelStateChange',
  'ChannelHangupRequest',
  'ChannelDestroyed',
  'ChannelDtmfReceived',
  'ChannelHold',
  'ChannelUnhold',
  'ChannelTransfer',
  'Dial',
  'PlaybackStarted',
  'PlaybackContinuing',
  'PlaybackFinished',
  'RecordingStarted',
  'RecordingFinished',
  'RecordingFailed',
  'DeviceStateChanged',
  'ApplicationReplaced',
] as const;

/** The endpoint of a PJSIP channel, by its name; the empty string for another technology. */
export function endpointOf(channel: AriChannel): string {
  return /^PJSIP\/(.+)-[0-9a-f]{8}$/.exec(channel.name)?.[1] ?? '';
}
