export interface FixedSeed {
  readonly seed: number;
  readonly calls: number;
  /** What went wrong the first time. */
  readonly showed: string;
}

/** Days that once failed. They may mean another day since the generator changed; they are lived through again all the same. */
export const FIXED_SEEDS: readonly FixedSeed[] = [
  { seed: 1, calls: 200, showed: 'a caller gone before the first step ended as failed' },
  { seed: 2, calls: 150, showed: 'after a restart an agent could not hang up' },
  { seed: 43, calls: 150, showed: 'a line lost between answer and joining left the caller in music and the agent talking for ever' },
  { seed: 49, calls: 150, showed: 'a caller gone as the agent answered left the agent on the phone with nobody' },
  { seed: 60, calls: 150, showed: 'a repeated arrival of a number that leads nowhere was a second call' },
  { seed: 134, calls: 500, showed: 'a recording that ended within a conversation was waited for beside the next one' },
  { seed: 234, calls: 150, showed: 'a call that had ended arrived once more after the census' },
  { seed: 309, calls: 150, showed: 'the next call rang while the agent’s phone was still in the last one' },
  { seed: 414, calls: 150, showed: 'a call had its ending while it still stood in the line' },
  { seed: 493, calls: 150, showed: 'a restart forgot the rest that a paused agent still had to take' },
  { seed: 1267, calls: 400, showed: 'two recordings that had failed were each replaced: four taps overheard one caller' },
  { seed: 1847, calls: 400, showed: 'a death after a permanently connected agent hung up left the caller in silence' },
  { seed: 1923, calls: 400, showed: 'a recording failed after it had been given up' },
  { seed: 2065, calls: 400, showed: 'a caller gone as a consultation was taken up again left the colleague talking to nobody for ever' },
  { seed: 2982, calls: 400, showed: 'a death as a call was taken left the agent talking to a caller who was still in a scenario' },
];
