import { Injectable } from '@nestjs/common';

import { Refusal } from '../../core/kernel/refusal.js';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import { DispositionGroupsService } from '../disposition-groups/disposition-groups.service.js';

/** How a message may be closed. */
@Injectable()
export class VoicemailClosingsService {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly dispositions: DispositionGroupsService,
  ) {}

  /** Refused when the campaign, as it is now, has dispositions and `code` is none of them. Free where it has none. */
  async assertCode(campaignId: string, code: string | null): Promise<void> {
    const campaign = await this.campaigns.current(campaignId);
    const groupId = campaign?.settings.dispositionGroupId ?? null;
    const codes = groupId === null ? null : this.dispositions.codes(groupId);
    if (codes === null || (code !== null && codes.has(code))) return;
    const message = code === null ? 'The campaign has dispositions: say which.' : `${code} is no disposition of the campaign.`;
    const fault = { path: 'code', code: 'unknown-disposition', message };
    throw new Refusal('impossible', 'unknown-disposition', message, [fault]);
  }
}
