import { describe, expect, it } from '@jest/globals';
import { displayOf } from './display.js';

const shown = (waitedSeconds: number | null, callerName: string | null = null, campaign = 'Ventes'): string =>
  displayOf({ campaign, callerName, waitedSeconds });

describe("An agent's display", () => {
  it('tells the campaign, who calls and how long they have waited', () => {
    expect(shown(125, 'Jean Dupont')).toBe('Ventes - Jean Dupont - 2 min');
    expect(shown(42)).toBe('Ventes - 42 s');
    expect(shown(3_700)).toBe('Ventes - 1 h');
  });

  it('tells no wait where there was none, and no name that is a number', () => {
    expect([shown(0.4), shown(null), shown(null, '+33 6 12 34 56 78')]).toEqual(['Ventes', 'Ventes', 'Ventes']);
  });

  it('fits, whatever it is given, and keeps accents whole', () => {
    const long = displayOf({ campaign: 'é'.repeat(120), callerName: '😀 n'.repeat(50), waitedSeconds: 10_000_000 });
    expect([...long].length).toBeLessThanOrEqual(60);
    expect(long.startsWith(`${'é'.repeat(24)} - 😀`)).toBe(true);
    expect(shown(null, 'Jean\r\nVia: x\u202e')).toBe('Ventes - JeanVia: x');
  });
});
