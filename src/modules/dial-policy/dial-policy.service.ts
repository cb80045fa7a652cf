import { Injectable, type OnModuleInit } from '@nestjs/common';

import { CAUTIOUS_POLICY, dialRefusal, type DialPolicy, type DialRefusal } from '../../core/dialling/dial-policy.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { isCountry, toE164, type Country } from '../../platform/phone-numbers/phone-numbers.js';
import { DialPolicyEntity } from './dial-policy.entity.js';
import { DialPolicyDraft, DialPolicyView } from './dto/dial-policy.dto.js';

const ID = 'current';
const SENTENCES: Record<DialRefusal, string> = {
  'not-a-number': 'it is not a complete telephone number',
  premium: 'it is a premium number',
  'denied-prefix': 'one of deniedPrefixes fits it',
  'not-allowed': 'none of allowedPrefixes fits it',
};

/** Which numbers may be dialled. Read from memory: no dial waits for the database, and a change counts from the next dial on. */
@Injectable()
export class DialPolicyService implements OnModuleInit {
  private current: DialPolicyView = fresh();

  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    const row = await this.database.repository(DialPolicyEntity).findOneBy({ id: ID });
    if (row === null) await this.database.transaction((manager) => manager.insert(DialPolicyEntity, { id: ID, ...fresh() }));
    else this.current = view(row);
  }

  /** The policy as it is now. To be asked anew at every dial. */
  policy(): DialPolicy {
    return this.current;
  }

  /** The number in E.164, understood in the policy's country when it is written without one; null when it is none. */
  normalised(number: string): string | null {
    return toE164(number, this.current.defaultCountry as Country);
  }

  /** In E.164. Refused, naming `path`, when it is no number or one that may not be dialled today. */
  assertDialable(text: string, path: string): string {
    const number = this.normalised(text);
    if (number === null) {
      const message = `"${text}" is not a telephone number of ${this.current.defaultCountry}, nor an international one.`;
      throw new Refusal('impossible', 'not-a-number', message, [{ path, code: 'not-a-number', message }]);
    }
    const refusal = dialRefusal(this.current, number);
    if (refusal === null) return number;
    const message = `The dial policy does not let ${number} be called: ${SENTENCES[refusal]}.`;
    throw new Refusal('impossible', 'dial-refused', message, [{ path, code: refusal, message }]);
  }

  get(): DialPolicyView {
    return this.current;
  }

  async replace(draft: DialPolicyDraft, expectedVersion: number | null): Promise<DialPolicyView> {
    if (draft.defaultCountry !== undefined) assertCountry(draft.defaultCountry);
    const changed = await this.database.transaction(async (manager) => {
      const row = await this.database.locked(manager, DialPolicyEntity, { id: ID });
      const version = row?.version ?? 1;
      assertCurrent(expectedVersion, version);
      const next = { ...fresh(), ...draft, version: version + 1 };
      await manager.save(DialPolicyEntity, { id: ID, ...next });
      return next;
    });
    // Of two changes at once the later one counts, whichever is heard of last.
    if (changed.version > this.current.version) this.current = changed;
    return changed;
  }
}

function fresh(): DialPolicyView {
  const { defaultCountry, allowedPrefixes, deniedPrefixes, maxConcurrentOutbound } = CAUTIOUS_POLICY;
  return {
    version: 1,
    defaultCountry,
    allowedPrefixes: [...allowedPrefixes],
    deniedPrefixes: [...deniedPrefixes],
    maxConcurrentOutbound,
  };
}

function view({ version, defaultCountry, allowedPrefixes, deniedPrefixes, maxConcurrentOutbound }: DialPolicyEntity): DialPolicyView {
  return { version, defaultCountry, allowedPrefixes, deniedPrefixes, maxConcurrentOutbound };
}

function assertCountry(country: string): void {
  if (isCountry(country)) return;
  const message = `${country} is no country whose numbering plan is known.`;
  throw new Refusal('impossible', 'unknown-country', message, [{ path: 'defaultCountry', code: 'unknown-country', message }]);
}
