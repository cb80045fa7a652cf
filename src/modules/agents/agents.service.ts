import { randomBytes } from 'node:crypto';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Not, type EntityManager, type Repository } from 'typeorm';

import { brandId, type AgentId, type SkillId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { DESK, type AgentPhone, type Desk } from '../../engine/desk.js';
import { hashPassword } from '../../platform/auth/passwords.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { DialPolicyService } from '../dial-policy/dial-policy.service.js';
import { SkillGroupsService } from '../skill-groups/skill-groups.service.js';
import { Accounts } from './accounts.js';
import { agentView } from './agent-view.js';
import { AgentEntity } from './agent.entity.js';
import { PhoneWithdrawalEntity } from './phone-withdrawal.entity.js';
import { assertConsistent, storedPhone } from './agent-rules.js';
import { AgentChanges, AgentDraft, AgentQuery, AgentView, SipAccountView } from './dto/agent.dto.js';
import type { Phone } from './dto/phone.dto.js';

export type { Account } from './accounts.js';

const SIP_PASSWORD = 'sip-password';

/** Takes an agent out of what refers to it, in the same transaction; answers what to do once that holds. */
export type RemovalListener = (manager: EntityManager, agentId: string) => Promise<() => Promise<void>>;

interface Departure<After> {
  readonly before: AgentEntity;
  /** Null: deleted. */
  readonly after: After;
  readonly steps: readonly (() => Promise<void>)[];
}

@Injectable()
export class AgentsService implements OnModuleInit {
  readonly accounts = new Accounts();
  private readonly removalListeners: RemovalListener[] = [];
  /** On their way off the floor: the database says so first, and nobody signs in meanwhile. */
  private readonly leaving = new Set<string>();

  constructor(
    @InjectRepository(AgentEntity) private readonly rows: Repository<AgentEntity>,
    private readonly database: Database,
    private readonly dialPolicy: DialPolicyService,
    private readonly skills: SkillGroupsService,
    private readonly secrets: SecretBox,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  async onModuleInit(): Promise<void> {
    this.skills.beforeRemoval(async (manager, skillIds) => {
      const rows = await manager.find(AgentEntity, { where: { role: 'agent' }, order: { login: 'ASC' } });
      return rows
        .filter((row) => row.skills.some(({ skillId }) => skillIds.has(skillId)))
        .map(({ displayName }) => `the agent ${displayName}`);
    });
    for (const row of await this.rows.find()) this.accounts.put(row);
  }

  /** Tells the desk of every agent. */
  async configureDesk(): Promise<void> {
    const agents = await this.rows.findBy({ role: 'agent' });
    for (const row of agents) this.tellDesk(row);
    const inUse = new Set(agents.filter(({ phone }) => phone?.kind === 'sip').map(({ sipAccount }) => sipAccount));
    for (const { accountName } of await this.database.repository(PhoneWithdrawalEntity).find()) {
      if (inUse.has(accountName)) await this.forgetWithdrawal(accountName);
      else this.withdrawPhone(accountName);
    }
  }

  async list(query: AgentQuery): Promise<Page<AgentView>> {
    const { skip, take } = pageWindow(query);
    const where = query.role === undefined ? {} : { role: query.role };
    const [rows, total] = await this.rows.findAndCount({ where, order: { login: 'ASC' }, skip, take });
    return pageOf(query, rows.map(agentView), total);
  }

  async get(id: string): Promise<AgentView> {
    return agentView(await this.row(id));
  }

  async create(draft: AgentDraft): Promise<AgentView> {
    const id = this.ids.next();
    const role = draft.role ?? 'agent';
    const login = draft.login.toLowerCase();
    const row: AgentEntity = {
      id,
      version: 1,
      login,
      passwordHash: draft.password == null ? null : await hashPassword(draft.password),
      credentialsVersion: 1,
      displayName: draft.displayName ?? draft.login,
      role,
      extension: draft.extension ?? null,
      phone: this.phone(draft.phone === undefined && role === 'agent' ? { kind: 'sip' } : (draft.phone ?? null)),
      connection: draft.connection ?? 'per-call',
      followForwarding: draft.followForwarding ?? false,
      skills: draft.skills ?? [],
      sipAccount: `agent-${id.slice(-10).toLowerCase()}`,
      sipPassword: this.secrets.close(randomBytes(18).toString('base64url'), SIP_PASSWORD),
    };
    assertConsistent(row, this.skills.knownSkills);
    await this.database.transaction(async (manager) => {
      await assertUnique(manager, row);
      await manager.insert(AgentEntity, row);
    });
    this.accounts.put(row);
    if (role === 'agent') this.tellDesk(row);
    return agentView(row);
  }

  async change(id: string, changes: AgentChanges, expectedVersion: number | null): Promise<AgentView> {
    const { password, phone, ...plain } = changes;
    const passwordHash = password == null ? null : await hashPassword(password);
    const newPhone = phone === undefined ? undefined : this.phone(phone);
    const { before, after, steps } = await this.whileNobodySignsIn(id, async (manager) => {
      const before = (await this.database.locked(manager, AgentEntity, { id })) ?? unknownAgent(id);
      assertCurrent(expectedVersion, before.version);
      const next: AgentEntity = {
        ...before,
        ...plain,
        login: plain.login?.toLowerCase() ?? before.login,
        phone: newPhone === undefined ? before.phone : newPhone,
        version: before.version + 1,
        ...(password === undefined ? {} : { passwordHash, credentialsVersion: before.credentialsVersion + 1 }),
      };
      assertConsistent(next, this.skills.knownSkills);
      if (before.role === 'admin' && next.role !== 'admin') await assertAnotherAdmin(manager, id);
      await assertUnique(manager, next);
      const leaves = before.role === 'agent' && next.role !== 'agent';
      if (leaves) this.assertSignedOut(id);
      const steps = leaves ? await this.takeOut(manager, id) : [];
      await manager.update(AgentEntity, { id }, next);
      if (before.phone?.kind === 'sip' && next.phone?.kind !== 'sip') await rememberWithdrawal(manager, before);
      return { before, after: next, steps };
    });
    this.accounts.put(after);
    if (after.role === 'agent') this.tellDesk(after);
    for (const step of steps) await step();
    if (before.phone?.kind === 'sip' && after.phone?.kind !== 'sip') this.withdrawPhone(after.sipAccount);
    return agentView(after);
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    const { before, steps } = await this.whileNobodySignsIn(id, async (manager) => {
      const row = (await this.database.locked(manager, AgentEntity, { id })) ?? unknownAgent(id);
      assertCurrent(expectedVersion, row.version);
      if (row.role === 'admin') await assertAnotherAdmin(manager, id);
      if (row.role === 'agent') this.assertSignedOut(id);
      const steps = await this.takeOut(manager, id);
      await manager.delete(AgentEntity, { id });
      if (row.phone?.kind === 'sip') await rememberWithdrawal(manager, row);
      return { before: row, after: null, steps };
    });
    this.accounts.drop(id);
    for (const step of steps) await step();
    if (before.phone?.kind === 'sip') this.withdrawPhone(before.sipAccount);
  }

  /** True while the agent is being taken off the floor. */
  isLeaving(id: string): boolean {
    return this.leaving.has(id);
  }

  async sipAccount(id: string): Promise<SipAccountView> {
    const row = await this.row(id);
    if (row.phone?.kind !== 'sip') throw new Refusal('not-found', 'no-sip-account', `${row.displayName} has no SIP phone of ours.`);
    return {
      username: row.sipAccount,
      password: this.secrets.open(row.sipPassword, SIP_PASSWORD),
      domain: this.configuration.sipDomain,
      transport: 'udp',
    };
  }

  /** Id and password hash for a sign-in; null when nobody has this login. */
  async credentials(login: string): Promise<{ id: string; passwordHash: string | null } | null> {
    return this.rows.findOne({ where: { login: login.toLowerCase() }, select: { id: true, passwordHash: true } });
  }

  async count(): Promise<number> {
    return this.rows.count();
  }

  /** Those of `ids` that are agents. */
  async agentsAmong(manager: EntityManager, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await manager.find(AgentEntity, { where: { id: In([...ids]), role: 'agent' }, select: { id: true } });
    return new Set(rows.map(({ id }) => id));
  }

  /** Levels of these agents, by agent and skill. */
  async skillLevels(manager: EntityManager, agentIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
    if (agentIds.length === 0) return new Map();
    const rows = await manager.find(AgentEntity, { where: { id: In([...agentIds]) }, select: { id: true, skills: true } });
    return new Map(rows.map(({ id, skills }) => [id, new Map(skills.map(({ skillId, level }) => [skillId, level]))]));
  }

  whenRemoved(listener: RemovalListener): void {
    this.removalListeners.push(listener);
  }

  /** The floor follows once the database holds: an agent who is no more, or no agent any more, is taken off it then. */
  private async whileNobodySignsIn<After extends AgentEntity | null>(
    id: string,
    work: (manager: EntityManager) => Promise<Departure<After>>,
  ): Promise<Departure<After>> {
    this.leaving.add(id);
    try {
      const done = await this.database.transaction(work);
      if (done.before.role === 'agent' && done.after?.role !== 'agent') this.desk.removeAgent(brandId<AgentId>(id));
      return done;
    } finally {
      this.leaving.delete(id);
    }
  }

  private assertSignedOut(id: string): void {
    if (this.desk.agentStatus(brandId<AgentId>(id)).state === 'signed-out') return;
    throw new Refusal('wrong-state', 'agent-signed-in', 'The agent is signed in.');
  }

  private async takeOut(manager: EntityManager, id: string): Promise<(() => Promise<void>)[]> {
    const steps: (() => Promise<void>)[] = [];
    for (const listener of this.removalListeners) steps.push(await listener(manager, id));
    return steps;
  }

  private withdrawPhone(accountName: string): void {
    // Not waited for: the PBX may be away for long. What is not known to be done is done again at the next start.
    void this.desk.withdrawPhone(accountName).then(() => this.forgetWithdrawal(accountName).catch(() => undefined));
  }

  private async forgetWithdrawal(accountName: string): Promise<void> {
    await this.database.unaccompanied((manager) => manager.delete(PhoneWithdrawalEntity, { accountName }));
  }

  private async row(id: string): Promise<AgentEntity> {
    return (await this.rows.findOneBy({ id })) ?? unknownAgent(id);
  }

  private phone(phone: Phone | null): AgentEntity['phone'] {
    return storedPhone(phone, (number) => this.dialPolicy.assertDialable(number, 'phone.number'));
  }

  private tellDesk(row: AgentEntity): void {
    this.desk.configureAgent({
      agentId: brandId<AgentId>(row.id),
      displayName: row.displayName,
      extension: row.extension,
      phone: this.deskPhone(row),
      connection: row.connection,
      followForwarding: row.followForwarding,
      skills: new Map(row.skills.map(({ skillId, level }) => [brandId<SkillId>(skillId), level])),
    });
  }

  private deskPhone({ phone, sipAccount, sipPassword }: AgentEntity): AgentPhone | null {
    if (phone?.kind !== 'sip') return phone;
    return { kind: 'sip', accountName: sipAccount, password: this.secrets.open(sipPassword, SIP_PASSWORD) };
  }
}

function unknownAgent(id: string): never {
  throw new Refusal('not-found', 'unknown-agent', `There is no agent ${id}.`);
}

async function rememberWithdrawal(manager: EntityManager, { sipAccount }: AgentEntity): Promise<void> {
  await manager.save(PhoneWithdrawalEntity, { accountName: sipAccount });
}

async function assertUnique(manager: EntityManager, { id, login, extension }: AgentEntity): Promise<void> {
  const faults = [];
  if (await manager.existsBy(AgentEntity, { login, id: Not(id) })) {
    faults.push({ path: 'login', code: 'login-taken', message: `Somebody else has the login ${login}.` });
  }
  if (extension !== null && (await manager.existsBy(AgentEntity, { extension, id: Not(id) }))) {
    faults.push({ path: 'extension', code: 'extension-taken', message: `Somebody else has the extension ${extension}.` });
  }
  const [first] = faults;
  if (first !== undefined) throw new Refusal('wrong-state', first.code, first.message, faults);
}

async function assertAnotherAdmin(manager: EntityManager, id: string): Promise<void> {
  if (await manager.existsBy(AgentEntity, { role: 'admin', id: Not(id) })) return;
  throw new Refusal('wrong-state', 'last-admin', 'This is the last administrator: nobody could change anything any more.');
}
