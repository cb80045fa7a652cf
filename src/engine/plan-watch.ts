import type { CampaignId } from '../core/kernel/ids.js';
import { seconds } from '../core/kernel/time.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock, Timer } from '../core/ports/clock.js';

/** What an administrator changes is seen after so long. */
const LOOK_AGAIN = seconds(10);

/** Tells whose plan has changed, for as long as somebody wants to know of a campaign. */
export class PlanWatch {
  private readonly seen = new Map<CampaignId, CampaignPlan | null>();
  private timer: Timer | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly directory: CampaignDirectory,
    /** Whether anybody still wants to know; asked now and then. */
    private readonly isWanted: () => boolean,
    private readonly changed: (campaigns: ReadonlySet<CampaignId>) => void,
  ) {}

  planNow(campaignId: CampaignId): CampaignPlan | null {
    const plan = this.directory.planNow(campaignId);
    if (!this.seen.has(campaignId)) this.seen.set(campaignId, plan);
    this.timer ??= this.later();
    return plan;
  }

  /** Until somebody asks for a plan again. */
  stop(): void {
    this.timer?.stop();
    this.timer = null;
    this.seen.clear();
  }

  private later(): Timer {
    return this.clock.at(this.clock.now() + LOOK_AGAIN, () => {
      if (!this.isWanted()) return this.stop();
      this.timer = this.later();
      this.compare();
    });
  }

  private compare(): void {
    const changed = new Set<CampaignId>();
    for (const [campaignId, before] of this.seen) {
      const now = this.directory.planNow(campaignId);
      if (now === before) continue;
      this.seen.set(campaignId, now);
      changed.add(campaignId);
    }
    if (changed.size > 0) this.changed(changed);
  }
}
