import { Inject, Injectable } from '@nestjs/common';

import { DESK, type Desk } from '../../engine/desk.js';
import { AgentsService } from '../agents/agents.service.js';
import { FirstAdministratorService, type FirstAdministrator } from '../auth/first-administrator.service.js';
import { CallbacksService } from '../callbacks/callbacks.service.js';
import { ResumptionService } from '../calls/resumption.service.js';
import { DirectoryRefreshService } from '../campaigns/directory-refresh.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { RecordingsService } from '../recordings/recordings.service.js';
import { VoicemailCountsService } from '../voicemails/voicemail-counts.service.js';

@Injectable()
export class StartUpService {
  constructor(
    private readonly administrators: FirstAdministratorService,
    private readonly agents: AgentsService,
    private readonly queues: QueuesService,
    private readonly directory: DirectoryRefreshService,
    private readonly resumption: ResumptionService,
    private readonly callbacks: CallbacksService,
    private readonly voicemails: VoicemailCountsService,
    private readonly recordings: RecordingsService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  /**
   * Brings what is in the database to where calls need it. To be awaited once: after the journal has written what an earlier run left
   * behind, since what agents and calls were doing is read from it, and before the desk starts. Answers the account that the first start
   * made, for the operator to read; null at every other.
   */
  async run(): Promise<FirstAdministrator | null> {
    const administrator = await this.administrators.ensure();
    await this.directory.refresh();
    await this.agents.configureDesk();
    await this.queues.configureDesk();
    const calls = await this.resumption.unfinishedCalls();
    const unkept = await this.resumption.unkeptMessages();
    await this.directory.recall(
      [...calls, ...unkept].flatMap(({ campaignId, planVersion }) =>
        campaignId === null || planVersion === null ? [] : [{ campaignId, version: planVersion }],
      ),
    );
    this.desk.resumeCalls(calls);
    this.desk.resumeMessages(unkept, await this.resumption.toldMessages([...calls, ...unkept]));
    this.desk.resumeCallbacks(await this.callbacks.open());
    this.desk.resumeRecordings(await this.recordings.open());
    // An agent may have been deleted since: the floor would not know whom it is told about.
    const agents = await this.resumption.agents();
    this.desk.resumeAgents(agents.filter(({ agentId }) => this.agents.accounts.get(agentId)?.role === 'agent'));
    await this.voicemails.recount();
    return administrator;
  }
}
