/** How a call ended, from the caller's point of view. `lost` is an accident of the PBX, `failed` is ours. */
export type EndingHow =
  'answered' | 'abandoned' | 'self-served' | 'deterred' | 'rerouted' | 'callback' | 'voicemail' | 'closed' | 'lost' | 'failed';

/** Who made the call end. `supervisor`: for the agent, by request; `outside`: the number to which an agent had sent the caller. */
export type EndingBlame = 'caller' | 'agent' | 'supervisor' | 'outside' | 'campaign' | 'guichet' | 'pbx';

/** The one reason a call ended. It is set to `failed`, blame `guichet`, before the first phase runs, so that no path ends without one. */
export interface CallEnding {
  readonly how: EndingHow;
  /** The phase in which it ended. */
  readonly during: string;
  readonly blame: EndingBlame;
}
