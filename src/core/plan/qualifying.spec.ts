import { describe, expect, it } from '@jest/globals';

import type { Briefing, QuestionPlan } from './briefing.js';
import { qualified } from './qualifying.js';

const sale = { code: 'SALE', label: 'Sale', category: 'positive', profit: 49.9, countsForQuota: true, system: false } as const;
const group = {
  id: 'g',
  version: 1,
  name: 'Sales',
  currency: 'EUR',
  dispositions: [{ ...sale, details: [{ code: 'WEB', label: 'Web' }] }],
};
const given = { code: 'SALE', detailCode: null, note: null, answers: {} };

function briefing(question?: Partial<QuestionPlan>): Briefing {
  const questions = question === undefined ? [] : [{ key: 'q', label: 'Q', type: 'text' as const, options: [], ...question }];
  return { dispositionGroup: group, script: { id: 's', version: 1, name: 'S', sections: [{ title: 'T', html: '', questions }] } };
}

describe('an agent says what came of a call', () => {
  it('and everything that is meant by it is copied', () => {
    expect(qualified(briefing({ key: 'contract' }), { ...given, detailCode: 'WEB', note: 'ok', answers: { contract: 'FR-1' } })).toEqual({
      disposition: {
        code: 'SALE',
        label: 'Sale',
        detailCode: 'WEB',
        detailLabel: 'Web',
        category: 'positive',
        profit: 49.9,
        currency: 'EUR',
        countsForQuota: true,
        note: 'ok',
        answers: { contract: 'FR-1' },
      },
    });
  });

  it('without a script there is nothing to answer', () => {
    const outcome = qualified({ ...briefing(), script: null }, { ...given, answers: { q: null } });
    expect(outcome).toEqual({ faults: [expect.objectContaining({ path: 'answers.q', code: 'unknown-question' })] });
  });

  it('an answer of null is none', () => {
    expect(qualified(briefing({ type: 'date' }), { ...given, answers: { q: null } })).toMatchObject({ disposition: { answers: {} } });
  });

  it.each<[QuestionPlan['type'], unknown, boolean]>([
    ['text', 'x'.repeat(2_000), true],
    ['text', 'x'.repeat(2_001), false],
    ['text', 3, false],
    ['number', 3.5, true],
    ['number', '3', false],
    ['number', NaN, false],
    ['boolean', false, true],
    ['boolean', 0, false],
    ['choice', 'A', true],
    ['choice', 'C', false],
    ['choice', ['A'], false],
    ['choices', ['B', 'A'], true],
    ['choices', [], true],
    ['choices', ['A', 'A'], false],
    ['choices', ['A', 1], false],
    ['choices', 'A', false],
    ['date', '2028-02-29', true],
    ['date', '2100-02-29', false],
    ['date', '2026-04-31', false],
    ['date', '2026-13-01', false],
    ['date', '2026-00-10', false],
    ['date', '2026-01-00', false],
    ['date', '31/01/2026', false],
    ['date', {}, false],
  ])('to a question of type %s, %j is an answer: %s', (type, answer, right) => {
    const outcome = qualified(briefing({ type, options: ['A', 'B'] }), { ...given, answers: { q: answer } });
    expect('disposition' in outcome).toBe(right);
  });
});
