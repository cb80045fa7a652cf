import { Injectable } from '@nestjs/common';

import { AgentsService } from '../agents/agents.service.js';
import { FirstAdministratorService, type FirstAdministrator } from '../auth/first-administrator.service.js';

@Injectable()
export class StartUpService {
  constructor(
    private readonly administrators: FirstAdministratorService,
    private readonly agents: AgentsService,
  ) {}

  /**
   * Brings what is in the database to where calls need it; to be awaited before the desk starts. Answers the account that the first
   * start made, for the operator to read; null at every other.
   */
  async run(): Promise<FirstAdministrator | null> {
    const administrator = await this.administrators.ensure();
    await this.agents.configureDesk();
    return administrator;
  }
}
