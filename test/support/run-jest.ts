/** `tsx test/support/run-jest.ts LEVEL… [-- jest flags]`: some levels of test only, with the same care as `npm test`. */
import { buildStep, CALL_LEVELS, jestStep, ONE_AT_ONCE, PURE_LEVELS, SERVER_LEVELS, TWO_AT_ONCE } from './steps.js';
import { testRun } from './test-run.js';

const separator = process.argv.indexOf('--');
const levels = process.argv.slice(2, separator === -1 ? undefined : separator);
const flags = separator === -1 ? [] : process.argv.slice(separator + 1);

const known: readonly string[] = [...PURE_LEVELS, ...SERVER_LEVELS, ...CALL_LEVELS];
const unknown = levels.filter((level) => !known.includes(level));
if (levels.length === 0 || unknown.length > 0) {
  console.error(`${unknown.length > 0 ? `No such level: ${unknown.join(', ')}. ` : ''}Name one or more of: ${known.join(', ')}.`);
  process.exit(2);
}

const real = levels.some((level) => !(PURE_LEVELS as readonly string[]).includes(level));
const pace = levels.some((level) => (CALL_LEVELS as readonly string[]).includes(level)) ? ONE_AT_ONCE : TWO_AT_ONCE;
const build = real ? [{ title: 'build', run: buildStep }] : [];
await testRun([...build, { title: levels.join(', '), run: jestStep.bind(undefined, levels, [pace, ...flags]) }], real);
