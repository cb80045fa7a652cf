import { Injectable } from '@nestjs/common';

import { Refusal } from '../../core/kernel/refusal.js';
import type { MessageToHear } from '../../engine/message-to-hear.js';
import type { Principal } from '../../platform/auth/principal.js';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import { assertHeldBy } from './voicemail-ownership.js';
import { VoicemailsService } from './voicemails.service.js';

/** Messages as agents hear them on their phones. */
@Injectable()
export class VoicemailPlaybackService {
  constructor(
    private readonly voicemails: VoicemailsService,
    private readonly campaigns: CampaignsService,
  ) {}

  /** For the agent who has it: the display shows the caller, and the campaign as it is called now. */
  async messageFor(id: string, who: Principal): Promise<MessageToHear> {
    const row = await this.voicemails.row(id, who);
    assertHeldBy(row, who);
    if (!this.voicemails.hasFile(id)) throw new Refusal('not-found', 'file-vanished', 'The file is no longer on the disk.');
    const campaign = await this.campaigns.current(row.campaignId);
    const from = { number: row.caller, name: campaign?.name ?? null };
    return { voicemailId: id, from, language: campaign?.settings.language ?? 'fr' };
  }
}
