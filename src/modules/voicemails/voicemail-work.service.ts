import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThanOrEqual, type EntityManager, type Repository } from 'typeorm';

import type { ReleaseCause, VoicemailFact } from '../../core/journal/voicemail-facts.js';
import { brandId, type AgentId, type CallId, type QueueId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Instant } from '../../core/kernel/time.js';
import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { DESK, type Desk } from '../../engine/desk.js';
import type { Principal } from '../../platform/auth/principal.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { isDuplicate } from '../../platform/database/database-unavailable.js';
import { Database } from '../../platform/database/database.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { LOG, type Log } from '../../platform/logging/log.js';
import { AgentsService } from '../agents/agents.service.js';
import { ResumptionService } from '../calls/resumption.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { VoicemailClosing, VoicemailView } from './dto/voicemail.dto.js';
import { VoicemailClosingsService } from './voicemail-closings.service.js';
import { assertOwn } from './voicemail-ownership.js';
import { VoicemailStepsService } from './voicemail-steps.service.js';
import { VoicemailEntity } from './voicemail.entity.js';
import { VoicemailsService } from './voicemails.service.js';

/** Somebody else was faster: nothing was changed. */
const OVERTAKEN = new Error('somebody else was faster');
/** An agent who signs in, claims and is killed with us in one moment is in the journal by then. */
const SETTLED_MS = 60_000;
const FREE = { state: 'new', heldBy: null, agentId: null, claimedAt: null } as const;

/** A step as it is made up, without what all steps tell. */
type Deed = VoicemailFact extends infer Fact ? (Fact extends VoicemailFact ? Omit<Fact, keyof Common> : never) : never;
type Common = Pick<VoicemailFact, 'voicemailId' | 'callId' | 'queueId' | 'stepId'>;

/**
 * Messages as work: agents claim them, oldest first, and close them. Every step is one conditional update, so that of several who want
 * the same at once, on however many instances, one has it.
 */
@Injectable()
export class VoicemailWorkService implements OnModuleInit, OnModuleDestroy {
  private readonly leaving = new Map<string, Promise<void>>();
  private stopListening: () => void = () => undefined;

  constructor(
    @InjectRepository(VoicemailEntity) private readonly rows: Repository<VoicemailEntity>,
    private readonly database: Database,
    private readonly voicemails: VoicemailsService,
    private readonly closings: VoicemailClosingsService,
    private readonly steps: VoicemailStepsService,
    private readonly queues: QueuesService,
    private readonly agents: AgentsService,
    private readonly resumption: ResumptionService,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DESK) private readonly desk: Desk,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.agents.whenRemoved((manager, agentId) => this.removed(manager, agentId));
    this.stopListening = this.desk.subscribe(({ fact }) => {
      if (fact.type === 'agent-state' && fact.state === 'signed-out') void this.signedOut(fact.agentId);
    });
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  /** The message that the agent has, else the oldest new one of the agent's queues; null when there is none. */
  async next(agentId: AgentId): Promise<VoicemailView | null> {
    await this.leaving.get(agentId);
    if (this.desk.agentStatus(agentId).state === 'signed-out') {
      throw new Refusal('wrong-state', 'agent-signed-out', 'The agent is signed out: sign in first.');
    }
    for (;;) {
      const held = await this.rows.findOneBy({ heldBy: agentId });
      if (held !== null) return this.voicemails.view(held);
      const oldest = await this.oldestNew(agentId);
      if (oldest === null) return null;
      const now = this.clock.now();
      const changes = { state: 'claimed', heldBy: agentId, agentId, claimedAt: now } as const;
      const claimed = await this.step(oldest, changes, { type: 'voicemail-claimed', agentId });
      if (claimed !== 'overtaken') return this.voicemails.view(claimed);
    }
  }

  /** Gives it back to the others. */
  async release(id: string, who: Principal): Promise<VoicemailView> {
    for (;;) {
      const row = await this.voicemails.row(id, who);
      if (row.state !== 'claimed' || row.heldBy === null) throw new Refusal('wrong-state', 'voicemail-not-claimed', 'Nobody has it.');
      assertOwn(row, who);
      const released = await this.step(row, FREE, { type: 'voicemail-released', agentId: brandId(row.heldBy), cause: 'asked' });
      if (released !== 'overtaken') return this.voicemails.view(released);
    }
  }

  /** Ends the work on it: by whom it was claimed, or by a supervisor. */
  async close(id: string, { code = null, note = null }: VoicemailClosing, who: Principal): Promise<VoicemailView> {
    for (;;) {
      const row = await this.voicemails.row(id, who);
      if (row.state === 'closed') throw new Refusal('wrong-state', 'voicemail-closed', 'It is closed already.');
      assertOwn(row, who);
      await this.closings.assertCode(row.campaignId, code);
      const closedBy = who.name.slice(0, 120);
      const changes = { state: 'closed', heldBy: null, closedAt: this.clock.now(), closedBy, code, note } as const;
      const agentId = row.heldBy === null ? null : brandId<AgentId>(row.heldBy);
      const closed = await this.step(row, changes, { type: 'voicemail-closed', agentId, by: closedBy, code });
      if (closed !== 'overtaken') return this.voicemails.view(closed);
    }
  }

  /** Moves one that waits to another queue, once in its life; false when it was claimed, moved or closed meanwhile. */
  async move(row: VoicemailEntity, queueId: string, now: Instant): Promise<boolean> {
    const fromQueueId = brandId<QueueId>(row.queueId);
    const changes = { queueId, movedFromQueueId: row.queueId, movedAt: now };
    return (await this.step(row, changes, { type: 'voicemail-moved', fromQueueId }, 'by-itself')) !== 'overtaken';
  }

  /**
   * Takes back what is held by agents who are signed out, as the journal has it: a process that died, or a database that was away, may
   * have kept it from them. The journal is what all instances share; the floor of one does not know the agents of the others.
   */
  async releaseLeftBehind(now: Instant): Promise<void> {
    const held = await this.rows.find({ where: { state: 'claimed', claimedAt: LessThanOrEqual(now - SETTLED_MS) }, order: { id: 'ASC' } });
    if (held.length === 0) return;
    const working = new Set<string>((await this.resumption.agents()).map(({ agentId }) => agentId));
    for (const row of held) if (row.heldBy !== null && !working.has(row.heldBy)) await this.takeBack(row, 'signed-out');
  }

  private async oldestNew(agentId: string): Promise<VoicemailEntity | null> {
    const queueIds = await this.queues.queueIdsOf(agentId);
    if (queueIds.length === 0) return null;
    return this.rows.findOne({ where: { state: 'new', queueId: In(queueIds) }, order: { receivedAt: 'ASC', id: 'ASC' } });
  }

  /** Whole or not at all, and only from the row as it was seen. */
  private async step(
    row: VoicemailEntity,
    changes: Partial<VoicemailEntity>,
    deed: Deed,
    asked: 'by-request' | 'by-itself' = 'by-request',
  ): Promise<VoicemailEntity | 'overtaken'> {
    const next = { ...row, ...changes };
    const fact = this.fact(next, deed);
    const work = (manager: EntityManager): Promise<void> => this.write(manager, row, changes, fact);
    try {
      // What follows from a request is none of its doing, and may outlive it.
      await (asked === 'by-request' ? this.database.transaction(work) : this.database.unaccompanied(work));
    } catch (fault) {
      // The second: the agent got another one at the same moment.
      if (fault === OVERTAKEN || isDuplicate(fault)) return 'overtaken';
      throw fault;
    }
    this.steps.tell(fact);
    return next;
  }

  private async write(manager: EntityManager, row: VoicemailEntity, changes: Partial<VoicemailEntity>, fact: VoicemailFact): Promise<void> {
    const { id, state, queueId } = row;
    const seen = { id, state, queueId, ...(row.heldBy === null ? {} : { heldBy: row.heldBy }) };
    const { affected } = await manager.update(VoicemailEntity, seen, changes);
    // Thrown, so that nothing of the transaction holds, and whatever accompanies it waits for one that does.
    if (affected !== 1) throw OVERTAKEN;
    await this.steps.keep(manager, fact);
  }

  private fact({ id, callId, queueId }: VoicemailEntity, deed: Deed): VoicemailFact {
    const common = { voicemailId: id, callId: brandId<CallId>(callId), queueId: brandId<QueueId>(queueId), stepId: this.ids.next() };
    return { ...common, ...deed };
  }

  private async takeBack(row: VoicemailEntity, cause: ReleaseCause): Promise<void> {
    if (row.heldBy === null) return;
    await this.step(row, FREE, { type: 'voicemail-released', agentId: brandId(row.heldBy), cause }, 'by-itself');
  }

  private signedOut(agentId: string): Promise<void> {
    const released = this.rows
      .findOneBy({ heldBy: agentId })
      .then((row) => (row === null ? undefined : this.takeBack(row, 'signed-out')))
      .catch((fault: unknown) => {
        this.log.warn('A message stays with an agent who signed out, until the next look', { agentId, fault: String(fault) });
      })
      .finally(() => {
        if (this.leaving.get(agentId) === released) this.leaving.delete(agentId);
      });
    this.leaving.set(agentId, released);
    return released;
  }

  private async removed(manager: EntityManager, agentId: string): Promise<() => Promise<void>> {
    const row = await manager.findOneBy(VoicemailEntity, { heldBy: agentId });
    if (row === null) return () => Promise.resolve();
    const fact = this.fact(row, { type: 'voicemail-released', agentId: brandId(agentId), cause: 'agent-removed' });
    await this.write(manager, row, FREE, fact);
    return async () => this.steps.tell(fact);
  }
}
