import type { CampaignPlan, StrategyPlan } from '../plan/campaign-plan.js';
import type { OverflowCriterion } from './phase.js';

/** What the campaign does with a caller whom it does not keep in the line for this reason. */
export function strategyFor({ overflow: { strategies } }: CampaignPlan, criterion: OverflowCriterion): StrategyPlan {
  switch (criterion) {
    case 'wait':
    case 'loops':
    case 'menu':
      return strategies[criterion];
    case 'queue-length':
      return strategies.queueLength;
    default:
      return strategies.otherwise;
  }
}
