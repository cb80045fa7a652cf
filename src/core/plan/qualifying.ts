import type { RefusalFault } from '../kernel/refusal.js';
import type { Briefing, Disposition, DispositionPlan, QuestionPlan, ScriptAnswer } from './briefing.js';

/** What an agent says of a call, by the codes and keys of the briefing. */
export interface GivenDisposition {
  readonly code: string;
  readonly detailCode: string | null;
  readonly note: string | null;
  /** By the key of the question; null is no answer. Nothing is required. */
  readonly answers: Readonly<Record<string, unknown>>;
}

const LONGEST_TEXT = 2_000;
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** The disposition with a copy of all that its codes mean, or every fault of what was given. */
export function qualified(
  { script, dispositionGroup }: Briefing,
  { code, detailCode, note, answers }: GivenDisposition,
): { readonly disposition: Disposition } | { readonly faults: readonly RefusalFault[] } {
  const questions = new Map((script?.sections ?? []).flatMap((section) => section.questions.map((question) => [question.key, question])));
  const chosen = dispositionGroup.dispositions.find((each) => each.code === code);
  const detail = detailCode === null ? null : (chosen?.details.find((each) => each.code === detailCode) ?? null);
  const faults = [
    ...codeFaults(chosen, { code, detailCode, detailKnown: detail !== null }),
    ...Object.entries(answers).flatMap(([key, answer]) => answerFaults(questions.get(key), key, answer)),
  ];
  if (chosen === undefined || faults.length > 0) return { faults };
  const { label, category, profit, countsForQuota } = chosen;
  return {
    disposition: {
      code,
      label,
      detailCode,
      detailLabel: detail?.label ?? null,
      category,
      profit,
      currency: profit === null ? null : dispositionGroup.currency,
      countsForQuota,
      note,
      answers: Object.fromEntries(Object.entries(answers).filter((entry): entry is [string, ScriptAnswer] => entry[1] !== null)),
    },
  };
}

function codeFaults(
  chosen: DispositionPlan | undefined,
  { code, detailCode, detailKnown }: { readonly code: string; readonly detailCode: string | null; readonly detailKnown: boolean },
): readonly RefusalFault[] {
  if (chosen === undefined) {
    return [{ path: 'code', code: 'unknown-disposition', message: `The campaign of this call has no disposition ${code}.` }];
  }
  if (detailCode === null || detailKnown) return [];
  return [{ path: 'detailCode', code: 'unknown-detail', message: `The disposition ${code} has no detail ${detailCode}.` }];
}

function answerFaults(question: QuestionPlan | undefined, key: string, answer: unknown): readonly RefusalFault[] {
  const path = `answers.${key}`;
  if (question === undefined) return [{ path, code: 'unknown-question', message: `The script of this call does not ask ${key}.` }];
  if (answer === null) return [];
  const wanted = wantedBy(question, answer);
  return wanted === null ? [] : [{ path, code: 'bad-answer', message: `The answer to ${key} must be ${wanted}.` }];
}

/** What the answer should have been; null when it is that. */
function wantedBy({ type, options }: QuestionPlan, answer: unknown): string | null {
  switch (type) {
    case 'text':
      return typeof answer === 'string' && answer.length <= LONGEST_TEXT
        ? null
        : `a text of ${String(LONGEST_TEXT)} characters at the most`;
    case 'number':
      return typeof answer === 'number' && Number.isFinite(answer) ? null : 'a number';
    case 'boolean':
      return typeof answer === 'boolean' ? null : 'true or false';
    case 'choice':
      return typeof answer === 'string' && options.includes(answer) ? null : `one of ${options.join(', ')}`;
    case 'choices':
      return isChoiceOf(options, answer) ? null : `a list of some of ${options.join(', ')}, each once`;
    case 'date':
      return typeof answer === 'string' && isDay(answer) ? null : 'a day such as 2026-01-31';
  }
}

function isChoiceOf(options: readonly string[], answer: unknown): boolean {
  if (!Array.isArray(answer) || new Set(answer).size !== answer.length) return false;
  return answer.every((each) => typeof each === 'string' && options.includes(each));
}

function isDay(text: string): boolean {
  const [, year, month, day] = (DAY.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}
