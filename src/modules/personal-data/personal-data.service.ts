import { Inject, Injectable } from '@nestjs/common';

import { Refusal } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { AuditTrail } from '../../platform/database/audit-trail.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { maskNumbers } from '../../platform/logging/masking.js';
import { NumberMentions } from '../../platform/personal-data/number-mentions.js';
import { PersonalDataSources, type Person } from '../../platform/personal-data/personal-data-sources.js';
import { CallErasureService } from '../calls/call-erasure.service.js';
import { DialPolicyService } from '../dial-policy/dial-policy.service.js';
import { ErasureView, PersonalDataView } from './dto/personal-data.dto.js';

/** All that is kept about whoever has a telephone number: shown, and erased. */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly sources: PersonalDataSources,
    private readonly calls: CallErasureService,
    private readonly numbers: DialPolicyService,
    private readonly trail: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  async export(text: string): Promise<PersonalDataView> {
    const person = await this.person(text);
    const data: Record<string, readonly object[]> = { calls: await this.calls.export(person) };
    for (const { name, export: exported } of this.sources.all) data[name] = await exported(person);
    return { number: person.number, at: toRfc3339(this.clock.now()), data };
  }

  /**
   * What only they could have left goes; what counts, the calls, becomes nobody's. The calls come last: by them the rest is found again
   * should we die in the middle, and asked once more.
   */
  async erase(text: string): Promise<ErasureView> {
    const person = await this.person(text);
    await this.assertNoCall(person.number);
    const erased: Record<string, number> = {};
    for (const { name, erase } of this.sources.all) erased[name] = await erase(person);
    erased['journalEntries'] = await this.calls.eraseEntries(person);
    erased['auditEntries'] = await this.trail.erase(person.mentions.like, (changes) => person.mentions.masked(changes));
    erased['calls'] = await this.calls.eraseCallers(person);
    return { number: maskNumbers(person.number), erased };
  }

  private async person(text: string): Promise<Person> {
    const number = this.numbers.normalised(text);
    if (number === null) {
      const message = 'It is not a telephone number.';
      throw new Refusal('impossible', 'not-a-number', message, [{ path: 'number', code: 'not-a-number', message }]);
    }
    return { number, callIds: await this.calls.idsOf(number), mentions: new NumberMentions(number) };
  }

  private async assertNoCall(number: string): Promise<void> {
    const now = this.desk.live().calls.some(({ caller }) => caller === number);
    if (!now && !(await this.calls.anyUnderWay(number))) return;
    throw new Refusal('wrong-state', 'number-on-the-line', 'There is a call of this number at the moment. Erase it when that has ended.');
  }
}
