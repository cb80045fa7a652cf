import { Inject, Injectable } from '@nestjs/common';

import { brandId, type AgentId } from '../../core/kernel/ids.js';
import type { Clock } from '../../core/ports/clock.js';
import { AccessTokens, TOKEN_SECONDS } from '../../platform/auth/access-token.js';
import type { Authenticator } from '../../platform/auth/authenticator.js';
import { passwordMatches } from '../../platform/auth/passwords.js';
import type { Principal } from '../../platform/auth/principal.js';
import { SignInThrottle } from '../../platform/auth/sign-in-throttle.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { HttpProblem } from '../../platform/http/problem.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { AgentsService, type Account } from '../agents/agents.service.js';
import { ApiKeysService, KEY_PREFIX } from './api-keys.service.js';
import { SignedIn, SignIn } from './dto/auth.dto.js';

@Injectable()
export class AuthService implements Authenticator {
  private readonly tokens: AccessTokens;
  private readonly throttle: SignInThrottle;

  constructor(
    private readonly agents: AgentsService,
    private readonly keys: ApiKeysService,
    secrets: SecretBox,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.tokens = new AccessTokens(secrets.keyFor('access-tokens'), clock);
    this.throttle = new SignInThrottle(clock);
  }

  async signIn({ login, password }: SignIn, address: string): Promise<SignedIn> {
    const name = login.toLowerCase();
    const { waitSeconds, outcome: account } = await this.throttle.guard(name, address, () => this.accountOf(name, password));
    if (waitSeconds > 0) {
      const detail = `Too many wrong passwords. Try again in ${waitSeconds} seconds.`;
      throw new HttpProblem(429, 'sign-in-slowed', detail, [], { 'Retry-After': String(waitSeconds) });
    }
    if (account === null) throw new HttpProblem(401, 'wrong-credentials', 'The login or the password is wrong.');
    const accessToken = this.tokens.issue({ sub: account.id, cred: account.credentialsVersion });
    return { accessToken, expiresInSeconds: TOKEN_SECONDS, role: account.role, agentId: account.role === 'agent' ? account.id : null };
  }

  principalOf(token: string): Principal | null {
    if (token.startsWith(KEY_PREFIX)) return this.keys.principalOf(token);
    const claims = this.tokens.read(token);
    const account = claims === null ? null : this.agents.accounts.get(claims.sub);
    if (account === null || account.credentialsVersion !== claims?.cred) return null;
    const agentId = account.role === 'agent' ? brandId<AgentId>(account.id) : null;
    return { id: account.id, name: account.login, role: account.role, agentId };
  }

  private async accountOf(login: string, password: string): Promise<Account | null> {
    const credentials = await this.agents.credentials(login);
    const right = await passwordMatches(password, credentials?.passwordHash ?? null);
    return right && credentials !== null ? this.agents.accounts.get(credentials.id) : null;
  }
}
