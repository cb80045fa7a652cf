import type { OverflowPlan, StrategyPlan } from '../../src/core/plan/campaign-plan.js';

/** No limits and the built-in deterrent, but for what is given. */
export function overflowPlan({ strategy, ...limits }: Partial<OverflowPlan> & { readonly strategy?: Partial<StrategyPlan> }): OverflowPlan {
  const always: StrategyPlan = {
    kind: 'deterrent',
    deterrent: { kind: 'builtin', name: 'deterrent' },
    scenario: null,
    number: null,
    ...strategy,
  };
  return {
    waitSeconds: null,
    queueLength: null,
    loops: null,
    loopSeconds: 30,
    strategies: { wait: always, queueLength: always, loops: always, menu: always, otherwise: always },
    ...limits,
  };
}
