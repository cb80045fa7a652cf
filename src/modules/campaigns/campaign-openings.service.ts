import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';

import type { CampaignPlan } from '../../core/plan/campaign-plan.js';
import { openingOf } from '../../core/plan/campaign-plan.js';
import type { Instant } from '../../core/kernel/time.js';
import type { Clock } from '../../core/ports/clock.js';
import type { Opening } from '../../core/schedule/opening.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { optionalRfc3339 } from '../../platform/http/instants.js';
import { DirectoryService } from '../directory/directory.service.js';
import { unknownCampaign } from './campaign-revisions.service.js';
import { CampaignEntity } from './campaign.entity.js';
import { CampaignOpeningView } from './dto/campaign-opening.dto.js';

const MINUTE_MS = 60_000;

/** A campaign on the live board. */
export interface CampaignNow extends CampaignOpeningView {
  readonly id: string;
  readonly name: string;
  readonly state: 'running' | 'stopped';
  readonly override: { readonly state: 'open' | 'closed'; readonly until: string | null } | null;
}

interface Remembered {
  readonly plan: CampaignPlan;
  readonly from: Instant;
  readonly until: Instant;
  readonly opening: Opening;
}

/** Whether campaigns take calls, exactly as calls are told. */
@Injectable()
export class CampaignOpeningsService {
  /** What was worked out last for each campaign: hours change on whole minutes, so it holds until the next, or until the override ends. */
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    @InjectRepository(CampaignEntity) private readonly rows: Repository<CampaignEntity>,
    private readonly directory: DirectoryService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** At that instant; now, when it is null. */
  async at(campaignId: string, instant: Instant | null): Promise<CampaignOpeningView> {
    const plan = this.directory.planNow(campaignId);
    if (plan === null || !(await this.rows.existsBy({ id: campaignId }))) unknownCampaign(campaignId);
    return view(openingOf(plan, instant ?? this.clock.now()));
  }

  /** Every campaign at this moment, by name, from memory alone. */
  board(): CampaignNow[] {
    const now = this.clock.now();
    const plans = this.directory.plansNow();
    if (this.remembered.size > plans.length) this.remembered.clear();
    return plans
      .map((plan) => ({
        id: plan.campaignId,
        name: plan.name,
        state: plan.running ? ('running' as const) : ('stopped' as const),
        ...view(this.now(plan, now)),
        override: overrideNow(plan, now),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
  }

  private now(plan: CampaignPlan, now: Instant): Opening {
    const known = this.remembered.get(plan.campaignId);
    if (known?.plan === plan && known.from <= now && now < known.until) return known.opening;
    const opening = openingOf(plan, now);
    const nextMinute = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
    const ends = plan.opening.override?.until ?? nextMinute;
    this.remembered.set(plan.campaignId, { plan, from: now, until: ends > now ? Math.min(ends, nextMinute) : nextMinute, opening });
    return opening;
  }
}

function overrideNow({ opening: { override } }: CampaignPlan, now: Instant): CampaignNow['override'] {
  if (override === null || (override.until !== null && override.until <= now)) return null;
  return { state: override.state, until: optionalRfc3339(override.until) };
}

function view({ open, reason, holiday, nextChange }: Opening): CampaignOpeningView {
  const told = holiday === null ? null : { date: holiday.date, yearly: holiday.yearly, from: holiday.from, to: holiday.to };
  return { open, reason, holiday: told, nextChange: optionalRfc3339(nextChange) };
}
