import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';

import { brandId, type AgentId, type CampaignId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { DESK, type Desk } from '../../engine/desk.js';
import type { Principal } from '../../platform/auth/principal.js';
import { VoicemailView } from './dto/voicemail.dto.js';
import { assertOwn } from './voicemail-ownership.js';
import { VoicemailEntity } from './voicemail.entity.js';
import { VoicemailsService } from './voicemails.service.js';

/** Who left a message is called back by the agent who has it. */
@Injectable()
export class VoicemailCallbacksService {
  constructor(
    @InjectRepository(VoicemailEntity) private readonly rows: Repository<VoicemailEntity>,
    private readonly voicemails: VoicemailsService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  /** The callback is the agent's alone and due at once; a number of the campaign that is to be called back already is not called twice. */
  async callBack(id: string, who: Principal): Promise<VoicemailView> {
    const row = await this.voicemails.row(id, who);
    if (row.state !== 'claimed' || row.heldBy === null)
      throw new Refusal('wrong-state', 'voicemail-not-claimed', 'Nobody has it: claim it first.');
    assertOwn(row, who);
    if (row.caller === null) throw new Refusal('impossible', 'number-withheld', 'The caller withheld the number.');
    const callbackId = this.planned(row.caller, row.campaignId, row.heldBy);
    await this.rows.update({ id }, { callbackId });
    return this.voicemails.view({ ...row, callbackId });
  }

  private planned(number: string, campaignId: string, agentId: string): string {
    const request = { campaignId: brandId<CampaignId>(campaignId), number, callId: null, agentId: brandId<AgentId>(agentId), at: null };
    try {
      return this.desk.planCallback(request).callbackId;
    } catch (fault) {
      // Asked twice, or killed before the link was written: it is the same callback.
      const known = fault instanceof Refusal && fault.code === 'callback-open' ? fault.details['id'] : undefined;
      if (typeof known !== 'string') throw fault;
      return known;
    }
  }
}
