/** `npm test`: the habits, then every level of test from the purest to the most real; prints `N passed, N failed` last. */
import { buildStep, jestStep, PURE_LEVELS, REAL_LEVELS, scriptStep } from './steps.js';
import { testRun } from './test-run.js';

const checks = ['typecheck', 'lint', 'format:check'];

await testRun(
  [
    { title: 'build', run: buildStep },
    ...checks.map((script) => ({ title: `npm run ${script}`, run: scriptStep.bind(undefined, script) })),
    { title: PURE_LEVELS.join(', '), run: jestStep.bind(undefined, PURE_LEVELS, ['--maxWorkers=2']) },
    { title: `${REAL_LEVELS.join(', ')}, on real servers`, run: jestStep.bind(undefined, REAL_LEVELS, ['--runInBand']) },
  ],
  true,
);
