/** How figures that were read at equal distances go up or down. */
export interface Flatness {
  /** From the first reading to the last along the straight line that fits them best, in their own unit. */
  readonly growth: number;
  /** `growth` as a part of where that line begins: 0.1 is a tenth more. */
  readonly share: number;
}

/** The trend of the figures by least squares, which a single high or low reading does not decide; flat for fewer than two. */
export function flatness(figures: readonly number[]): Flatness {
  const count = figures.length;
  if (count < 2) return { growth: 0, share: 0 };
  const [middle, mean] = [(count - 1) / 2, figures.reduce((sum, figure) => sum + figure, 0) / count];
  const together = figures.reduce((sum, figure, x) => sum + (x - middle) * (figure - mean), 0);
  const alone = figures.reduce((sum, _, x) => sum + (x - middle) ** 2, 0);
  const slope = together / alone;
  return { growth: slope * (count - 1), share: (slope * (count - 1)) / (mean - slope * middle) };
}
