import { describe, expect, it } from '@jest/globals';
import { displayOf } from './display.js';

const shown = (waitedSeconds: number | null, callerName: string | null = null, campaign = 'Ventes'): string =>
  displayOf({ campaign, callerName, waitedSeconds, announcedSeconds: null, language: 'fr' });

describe("An agent's display", () => {
  it('tells the campaign, who calls and how long they have waited', () => {
    expect(shown(125, 'Jean Dupont')).toBe('Ventes - Jean Dupont - 2 min');
    expect(shown(42)).toBe('Ventes - 42 s');
    expect(shown(3_700)).toBe('Ventes - 1 h');
  });

  it('tells beside it what the caller was told to expect, in the language of the campaign', () => {
    const call = { campaign: 'Ventes', callerName: null, waitedSeconds: 125, announcedSeconds: 300 };
    expect(displayOf({ ...call, language: 'fr' })).toBe('Ventes - 2 min (annoncé 5 min)');
    expect(displayOf({ ...call, language: 'en' })).toBe('Ventes - 2 min (told 5 min)');
    expect(displayOf({ ...call, language: 'fr', waitedSeconds: 0 })).toBe('Ventes');
  });

  it('makes room for the wait in the names, the longer first', () => {
    const wait = { waitedSeconds: 3_540, announcedSeconds: 3_540, language: 'fr' };
    const both = displayOf({ ...wait, campaign: 'é'.repeat(40), callerName: 'n'.repeat(40) });
    expect(both).toBe(`${'é'.repeat(15)} - ${'n'.repeat(15)} - 59 min (annoncé 59 min)`);
    const one = displayOf({ ...wait, campaign: 'Ventes', callerName: 'n'.repeat(40) });
    expect(one).toBe(`Ventes - ${'n'.repeat(24)} - 59 min (annoncé 59 min)`);
    for (const text of [both, one]) expect([...text].length).toBeLessThanOrEqual(60);
  });

  it('tells no wait where there was none, and no name that is a number', () => {
    expect([shown(0.4), shown(null), shown(null, '+33 6 12 34 56 78')]).toEqual(['Ventes', 'Ventes', 'Ventes']);
  });

  it('fits, whatever it is given, and keeps accents whole', () => {
    const long = displayOf({
      campaign: 'é'.repeat(120),
      callerName: '😀 n'.repeat(50),
      waitedSeconds: 10_000_000,
      announcedSeconds: null,
      language: 'fr',
    });
    expect([...long].length).toBeLessThanOrEqual(60);
    expect(long.startsWith(`${'é'.repeat(24)} - 😀`)).toBe(true);
    expect(shown(null, 'Jean\r\nVia: x\u202e')).toBe('Ventes - JeanVia: x');
  });
});
