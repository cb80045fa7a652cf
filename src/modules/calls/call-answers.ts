import type { JournalEntry } from '../../core/journal/facts.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import type { CallDetailView, CallDispositionView } from './dto/call.dto.js';

/** What agents and the caller said of a call, from its entries in order. The disposition is that of `lastAgentId` if there is one. */
export function saidOf(
  entries: readonly JournalEntry[],
  lastAgentId: string | null,
): Pick<CallDetailView, 'disposition' | 'dispositions' | 'answers' | 'surveyAnswers' | 'voicemailId'> {
  const byAgent = new Map<string, CallDispositionView>();
  const survey: Record<string, string> = {};
  let voicemailId: string | null = null;
  for (const entry of entries) {
    const { fact } = entry;
    if (fact.type === 'call-disposed') {
      // Moved to the end: the last one given is the last of the list.
      byAgent.delete(fact.agentId);
      byAgent.set(fact.agentId, dispositionView(entry.at, fact));
    }
    if (fact.type === 'voicemail-deposited') ({ voicemailId } = fact.voicemail);
    if (fact.type === 'scenario-ended' && fact.use === 'survey') Object.assign(survey, fact.answers);
  }
  const dispositions = [...byAgent.values()];
  const disposition = byAgent.get(lastAgentId ?? '') ?? dispositions.at(-1) ?? null;
  return { disposition, dispositions, answers: disposition?.answers ?? {}, surveyAnswers: survey, voicemailId };
}

function dispositionView(at: number, fact: Extract<JournalEntry['fact'], { type: 'call-disposed' }>): CallDispositionView {
  const { agentId, code, label, detailCode, detailLabel, category, profit, currency, countsForQuota, note, answers } = fact;
  return {
    agentId,
    at: toRfc3339(at),
    code,
    label,
    detailCode,
    detailLabel,
    category,
    profit,
    currency,
    countsForQuota,
    note,
    answers: { ...answers },
  };
}
