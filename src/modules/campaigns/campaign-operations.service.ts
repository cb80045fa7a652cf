import { Injectable } from '@nestjs/common';

import { Refusal } from '../../core/kernel/refusal.js';
import type { Principal } from '../../platform/auth/principal.js';
import { obstacles } from './campaign-obstacles.js';
import { CampaignOverridesService, type OverrideOrder } from './campaign-overrides.service.js';
import { CampaignRevisionsService } from './campaign-revisions.service.js';
import { CampaignView } from './dto/campaign-view.dto.js';

/** What a supervisor does with a campaign: lets it take calls, or not. */
@Injectable()
export class CampaignOperationsService {
  constructor(
    private readonly revisions: CampaignRevisionsService,
    private readonly overrides: CampaignOverridesService,
  ) {}

  /** Refused (`campaign-not-ready`) with the red elements when something keeps it from running. */
  async start(id: string, by: Principal): Promise<CampaignView> {
    return this.revisions.saved({ campaignIds: [id], numbers: false }, async (manager) => {
      const now = await this.revisions.viewOf(manager, await this.revisions.locked(manager, id));
      if (now.state === 'running') return now;
      const elements = obstacles(now);
      if (elements.length > 0) {
        const faults = elements.map(({ element, code, message }) => ({ path: element === 'dids' ? 'didIds' : 'queueId', code, message }));
        throw new Refusal('wrong-state', 'campaign-not-ready', faults.map(({ message }) => message).join(' '), faults, { elements });
      }
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
