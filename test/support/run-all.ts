/** `npm test`: the habits, then every level of test from the purest to the most real; prints `N passed, N failed` last. */
import { buildStep, CALL_LEVELS, jestStep, ONE_AT_ONCE, PURE_LEVELS, scriptStep, SERVER_LEVELS, TWO_AT_ONCE } from './steps.js';
import { testRun } from './test-run.js';

const checks = ['typecheck', 'lint', 'format:check'];

await testRun(
  [
    { title: 'build', run: buildStep },
    ...checks.map((script) => ({ title: `npm run ${script}`, run: scriptStep.bind(undefined, script) })),
    { title: PURE_LEVELS.join(', '), run: jestStep.bind(undefined, PURE_LEVELS, [TWO_AT_ONCE]) },
    { title: `${SERVER_LEVELS.join(', ')}, on real databases`, run: jestStep.bind(undefined, SERVER_LEVELS, [TWO_AT_ONCE]) },
    { title: `${CALL_LEVELS.join(', ')}, with real calls`, run: jestStep.bind(undefined, CALL_LEVELS, [ONE_AT_ONCE]) },
  ],
  true,
);
