import { Injectable } from '@nestjs/common';

import { Refusal } from '../../core/kernel/refusal.js';
import type { Principal } from '../../platform/auth/principal.js';
import { CampaignOverridesService, type OverrideOrder } from './campaign-overrides.service.js';
import { CampaignRevisionsService } from './campaign-revisions.service.js';
import { CampaignSummariesService } from './campaign-summaries.service.js';
import type { SummaryLanguage } from './campaign-summary-texts.js';
import type { SummaryElementView } from './dto/campaign-summary.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

/** What a supervisor does with a campaign: lets it take calls, or not. */
@Injectable()
export class CampaignOperationsService {
  constructor(
    private readonly revisions: CampaignRevisionsService,
    private readonly overrides: CampaignOverridesService,
    private readonly summaries: CampaignSummariesService,
  ) {}

  /** Refused (`campaign-not-ready`) with the red elements when something keeps it from running. */
  async start(id: string, by: Principal, language: SummaryLanguage): Promise<CampaignView> {
    return this.revisions.saved({ campaignIds: [id], numbers: false }, async (manager) => {
      const now = await this.revisions.viewOf(manager, await this.revisions.locked(manager, id));
      if (now.state === 'running') return now;
      const { elements } = await this.summaries.of(manager, now, language);
      const red = elements.filter(({ light }) => light === 'red');
      if (red.length > 0) throw notReady(red);
      return this.revisions.revise(manager, id, by, { apply: (row) => ({ ...row, state: 'running' }) });
    });
  }

  async stop(id: string, by: Principal): Promise<CampaignView> {
    return this.revisions.saved({ campaignIds: [id], numbers: false }, async (manager) => {
      const row = await this.revisions.locked(manager, id);
      if (row.state === 'stopped') return this.revisions.viewOf(manager, row);
      return this.revisions.revise(manager, id, by, { apply: (now) => ({ ...now, state: 'stopped' }) });
    });
  }

  /** New calls see it before this is answered. */
  async override(id: string, order: OverrideOrder, by: Principal): Promise<CampaignView> {
    return this.revisions.saved({ campaignIds: [id], numbers: false }, async (manager) => {
      const row = await this.revisions.locked(manager, id);
      await this.overrides.set(manager, id, order, by);
      return this.revisions.viewOf(manager, row);
    });
  }
}

function notReady(elements: readonly SummaryElementView[]): Refusal {
  const faults = elements.flatMap(({ element, findings }) =>
    findings.filter(({ light }) => light === 'red').map(({ code, message }) => ({ path: element, code, message })),
  );
  return new Refusal('wrong-state', 'campaign-not-ready', faults.map(({ message }) => message).join(' '), faults, { elements });
}
