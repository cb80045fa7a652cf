import { Refusal, type RefusalFault } from '../../core/kernel/refusal.js';
import type { StoredQuestion, StoredSection } from './script.entity.js';

/** Refuses a script whose answers could not be told apart or given, with every fault. */
export function assertPossible(sections: readonly StoredSection[]): void {
  const keys = new Set<string>();
  const faults = sections.flatMap(({ questions }, section) =>
    questions.flatMap((question, index) => {
      const path = `sections[${section}].questions[${index}]`;
      const again = keys.has(question.key);
      keys.add(question.key);
      const repeated = { path: `${path}.key`, code: 'duplicate-key', message: `The key ${question.key} is given twice.` };
      return [...(again ? [repeated] : []), ...optionFaults(question, `${path}.options`)];
    }),
  );
  const [first] = faults;
  if (first === undefined) return;
  throw new Refusal('impossible', first.code, faults.length === 1 ? first.message : `${faults.length} things are impossible.`, faults);
}

function optionFaults({ key, type, options }: StoredQuestion, path: string): RefusalFault[] {
  const chosen = type === 'choice' || type === 'choices';
  if (chosen && options.length === 0)
    return [{ path, code: 'options-required', message: `The question ${key} needs options to choose from.` }];
  if (!chosen && options.length > 0)
    return [{ path, code: 'options-not-allowed', message: `The question ${key} is of type ${type}, which has no options.` }];
  return options.flatMap((option, index) =>
    options.indexOf(option) === index
      ? []
      : [{ path: `${path}[${index}]`, code: 'duplicate-option', message: `The option "${option}" is given twice.` }],
  );
}
