import type { FakeTelephony } from '../support/fake-telephony/fake-telephony.js';
import { FORWARDED, OFFICES } from './centre-plan.js';

/** How numbers outside answer: those to which callers are put through, and those that phones name instead of themselves. */
export function settleOutside(pbx: FakeTelephony): void {
  const [answered, busy, unanswered] = OFFICES.map((number) => pbx.endpoint(`PJSIP/${number}@carrier`));
  answered?.answersAfter(2_000, 8_000);
  busy?.isBusy();
  unanswered?.neverAnswers();
  const [colleague, engaged, elsewhere] = [...FORWARDED.keys()].map((number) => pbx.endpoint(`PJSIP/${number}@carrier`));
  colleague?.answersAfter(1_000, 12_000);
  engaged?.isBusy();
  elsewhere?.forwards('+33611110001', 500);
}
