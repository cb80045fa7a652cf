import { Refusal, type RefusalFault } from '../../core/kernel/refusal.js';
import type { AgentEntity, StoredPhone } from './agent.entity.js';
import type { Phone } from './dto/phone.dto.js';

/** The phone as it is stored, its number as `dialable` writes it, which refuses one that may not be dialled. */
export function storedPhone(phone: Phone | null, dialable: (number: string) => string): StoredPhone | null {
  if (phone === null) return null;
  if (phone.kind === 'sip') return { kind: 'sip' };
  if (phone.kind === 'endpoint') return { kind: 'endpoint', endpoint: phone.endpoint };
  return { kind: 'number', number: dialable(phone.number) };
}

/** Refuses a member of the staff that contradicts itself, with every fault. */
export function assertConsistent(
  { role, phone, skills }: Pick<AgentEntity, 'role' | 'phone' | 'skills'>,
  knownSkills: ReadonlySet<string>,
): void {
  const faults: RefusalFault[] = [];
  if (role === 'agent' && phone === null) faults.push({ path: 'phone', code: 'phone-required', message: 'An agent needs a phone.' });
  if (role !== 'agent' && phone !== null) {
    faults.push({
      path: 'phone',
      code: 'phone-not-allowed',
      message: `A member of the staff with the role ${role} has no phone: phone must be null.`,
    });
  }
  const seen = new Set<string>();
  skills.forEach(({ skillId }, index) => {
    const path = `skills[${index}].skillId`;
    if (!knownSkills.has(skillId)) faults.push({ path, code: 'unknown-skill', message: `There is no skill ${skillId}.` });
    else if (seen.has(skillId)) faults.push({ path, code: 'duplicate-skill', message: `The skill ${skillId} is given twice.` });
    seen.add(skillId);
  });
  const [first] = faults;
  if (first !== undefined)
    throw new Refusal('impossible', first.code, faults.length === 1 ? first.message : `${faults.length} things are impossible.`, faults);
}
