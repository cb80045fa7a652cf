import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { Inject, Injectable } from '@nestjs/common';

import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { secretFile } from '../../platform/secrets/secret-file.js';
import { AgentsService } from '../agents/agents.service.js';

/** The account that the first start made. */
export interface FirstAdministrator {
  readonly login: string;
  /** Null when it is the one of `GUICHET_ADMIN_PASSWORD`, which needs no telling. */
  readonly password: string | null;
  /** Where the password is kept, mode 600; null when it is not. */
  readonly passwordFile: string | null;
}

@Injectable()
export class FirstAdministratorService {
  constructor(
    private readonly agents: AgentsService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** Makes `admin` in an empty staff. Null when there is somebody already. */
  async ensure(): Promise<FirstAdministrator | null> {
    if ((await this.agents.count()) > 0) return null;
    const { adminPassword, dataDirectory } = this.configuration;
    const passwordFile = adminPassword === null ? join(dataDirectory, 'admin-password') : null;
    // The file comes first: a start that died between the two takes up the password that it wrote.
    const password = adminPassword ?? secretFile(passwordFile ?? '', () => randomBytes(15).toString('base64url'));
    await this.agents.create({ login: 'admin', password, displayName: 'Administrator', role: 'admin', phone: null });
    return { login: 'admin', password: adminPassword === null ? password : null, passwordFile };
  }
}
