/** What a telephone's display is told of a call besides the number. */
export interface Displayed {
  readonly campaign: string;
  /** As the carrier tells it; null: not told. */
  readonly callerName: string | null;
  /** In the line, so far; null: the caller did not wait. */
  readonly waitedSeconds: number | null;
  /** What the caller was told to expect at the most; null: nothing. */
  readonly announcedSeconds: number | null;
  /** Of the campaign: French when it begins with `fr`, else English. */
  readonly language: string;
}

const LONGEST = 60;

/** Of the campaign and of the caller's name: three of them fill the line of a desk telephone. */
const LONGEST_NAME = 24;

const BETWEEN = ' - ';

/**
 * One line, as `Ventes - Jean Dupont - 2 min (annoncé 5 min)`: at most 60 characters, and no other sign between the parts than every telephone
 * knows. The names make room for the wait.
 */
export function displayOf({ campaign, callerName, ...wait }: Displayed): string {
  // Many carriers tell the number once more as the name.
  const name = callerName === null || !/\p{L}/u.test(callerName) ? '' : callerName;
  const names = [campaign, name].map(lettersOf).filter(({ length }) => length > 0);
  const waited = waitOf(wait);
  const gaps = BETWEEN.length * (names.length - (waited === '' ? 1 : 0));
  const room = LONGEST - [...waited].length - gaps;
  const shortened = names.map((letters, index) => {
    const other = names[1 - index]?.length ?? 0;
    return letters
      .slice(0, Math.min(LONGEST_NAME, Math.max(Math.floor(room / 2), room - other)))
      .join('')
      .trim();
  });
  return [...shortened, waited].filter((part) => part !== '').join(BETWEEN);
}

function lettersOf(text: string): string[] {
  return [...text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()].slice(0, LONGEST_NAME);
}

/** The time waited, and beside it what was announced. */
function waitOf({ waitedSeconds, announcedSeconds, language }: Omit<Displayed, 'campaign' | 'callerName'>): string {
  const waited = shortTime(waitedSeconds ?? 0);
  const announced = shortTime(announcedSeconds ?? 0);
  if (waited === '' || announced === '') return waited;
  return `${waited} (${language.startsWith('fr') ? 'annoncé' : 'told'} ${announced})`;
}

/** The same in French and English. */
function shortTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  if (whole < 1) return '';
  if (minutes < 1) return `${String(whole)} s`;
  return minutes < 60 ? `${String(minutes)} min` : `${String(Math.min(99, Math.floor(minutes / 60)))} h`;
}
