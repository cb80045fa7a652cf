/** What a telephone's display is told of a call besides the number. */
export interface Displayed {
  readonly campaign: string;
  /** As the carrier tells it; null: not told. */
  readonly callerName: string | null;
  /** In the line, so far; null: the caller did not wait. */
  readonly waitedSeconds: number | null;
}

/** Of the campaign and of the caller's name: three of them fill the line of a desk telephone. */
const LONGEST_NAME = 24;

/** One line, as `Ventes - Jean Dupont - 2 min`: at most 60 characters, and no other sign between the parts than every telephone knows. */
export function displayOf({ campaign, callerName, waitedSeconds }: Displayed): string {
  // Many carriers tell the number once more as the name.
  const name = callerName === null || !/\p{L}/u.test(callerName) ? '' : callerName;
  return [shortened(campaign), shortened(name), waitOf(waitedSeconds ?? 0)].filter((part) => part !== '').join(' - ');
}

function shortened(text: string): string {
  const letters = [...text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()];
  return letters.slice(0, LONGEST_NAME).join('').trim();
}

/** The same in French and English. */
function waitOf(waitedSeconds: number): string {
  const whole = Math.floor(waitedSeconds);
  const minutes = Math.floor(whole / 60);
  if (whole < 1) return '';
  if (minutes < 1) return `${String(whole)} s`;
  return minutes < 60 ? `${String(minutes)} min` : `${String(Math.min(99, Math.floor(minutes / 60)))} h`;
}
