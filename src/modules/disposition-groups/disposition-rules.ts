import { Refusal, type RefusalFault } from '../../core/kernel/refusal.js';
import type { StoredDisposition } from './disposition-group.entity.js';
import { isReserved } from './system-dispositions.js';

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Refuses a group that contradicts itself, with every fault. */
export function assertPossible({ currency, dispositions }: { currency: string; dispositions: readonly StoredDisposition[] }): void {
  const faults: RefusalFault[] = [];
  if (!CURRENCIES.has(currency)) {
    faults.push({ path: 'currency', code: 'unknown-currency', message: `${currency} is no currency of ISO 4217.` });
  }
  dispositions.forEach(({ code, details }, index) => {
    const path = `dispositions[${index}]`;
    if (isReserved(code)) {
      const message = `The code ${code} is a system disposition's; the group has those with includeSystem.`;
      faults.push({ path: `${path}.code`, code: 'reserved-code', message });
    }
    faults.push(...repeated(details, `${path}.details`));
  });
  faults.push(...repeated(dispositions, 'dispositions'));
  const [first] = faults;
  if (first === undefined) return;
  throw new Refusal('impossible', first.code, faults.length === 1 ? first.message : `${faults.length} things are impossible.`, faults);
}

function repeated(coded: readonly { readonly code: string }[], path: string): RefusalFault[] {
  const seen = new Set<string>();
  return coded.flatMap(({ code }, index) => {
    const again = seen.has(code);
    seen.add(code);
    return again ? [{ path: `${path}[${index}].code`, code: 'duplicate-code', message: `The code ${code} is given twice.` }] : [];
  });
}
