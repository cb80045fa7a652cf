export interface FixedCallbackSeed {
  readonly seed: number;
  readonly callbacks: number;
  /** What went wrong the first time. */
  readonly showed: string;
}

/** Days that once failed, and some that never did but have other hours, other queues and the other order of dialling. */
export const FIXED_CALLBACK_SEEDS: readonly FixedCallbackSeed[] = [
  { seed: 6, callbacks: 300, showed: 'a request stayed reserved for ever for an agent who was no longer rung' },
  { seed: 7, callbacks: 150, showed: 'nothing ever was wrong' },
  { seed: 10, callbacks: 150, showed: 'a whisper to an agent who had hung up was waited for for ever' },
  { seed: 27, callbacks: 200, showed: 'of all who were reserved for a customer who was dialled first, only one was rung' },
  { seed: 4, callbacks: 200, showed: 'a consultation that had ended was taken up again after a death' },
];
