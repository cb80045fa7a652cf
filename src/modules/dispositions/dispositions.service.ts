import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';

import type { JournalEntry } from '../../core/journal/facts.js';
import type { DispositionCategory } from '../../core/plan/briefing.js';
import { putNewer } from '../../platform/database/whole-rows.js';
import { fromRfc3339 } from '../../platform/http/instants.js';
import { JournalService } from '../calls/journal.service.js';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import { CallDispositionEntity } from './call-disposition.entity.js';
import { DispositionFigures, DispositionFiguresQuery } from './dto/disposition-figures.dto.js';

/** Profits have four decimals: their sums are made of whole numbers. */
const PARTS = 10_000;

/** A line of the database's answer; MariaDB sums to text. */
interface Line {
  readonly code: string;
  readonly label: string;
  readonly category: DispositionCategory;
  readonly currency: string | null;
  readonly given: number | string;
  readonly quota: number | string | null;
  readonly profit: number | string | null;
}

type Figures = DispositionFigures['dispositions'][number];

/** What became of a campaign's calls, as its agents said. */
@Injectable()
export class DispositionsService implements OnModuleInit {
  constructor(
    @InjectRepository(CallDispositionEntity) private readonly rows: Repository<CallDispositionEntity>,
    private readonly journal: JournalService,
    private readonly campaigns: CampaignsService,
  ) {}

  onModuleInit(): void {
    this.journal.alsoWrites((manager, batch) => project(manager, batch));
  }

  async ofCampaign(campaignId: string, { from, to }: DispositionFiguresQuery): Promise<DispositionFigures> {
    await this.campaigns.get(campaignId);
    const given = this.rows
      .createQueryBuilder('given')
      .select(['given.code AS code', 'given.label AS label', 'given.category AS category', 'given.currency AS currency'])
      .addSelect('COUNT(*)', 'given')
      .addSelect('SUM(given.countsForQuota)', 'quota')
      .addSelect('SUM(given.profit)', 'profit')
      .where('given.campaignId = :campaignId', { campaignId })
      .groupBy('given.code, given.label, given.category, given.currency');
    if (from !== undefined) given.andWhere('given.arrivedAt >= :from', { from: fromRfc3339(from, 'from') });
    if (to !== undefined) given.andWhere('given.arrivedAt < :to', { to: fromRfc3339(to, 'to') });
    return figuresOf((await given.getRawMany<Line>()).map(figures));
  }
}

async function project(manager: EntityManager, batch: readonly JournalEntry[]): Promise<void> {
  const rows = new Map<string, CallDispositionEntity>();
  for (const { id: lastEntryId, fact } of batch) {
    if (fact.type !== 'call-disposed') continue;
    const { callId, agentId, campaignId, arrivedAt, code, label, category, profit, currency, countsForQuota } = fact;
    const parts = profit === null ? null : Math.round(profit * PARTS);
    const row = { callId, agentId, lastEntryId, campaignId, arrivedAt, code, label, category, profit: parts, currency, countsForQuota };
    rows.set(`${callId} ${agentId}`, row);
  }
  await putNewer(manager, CallDispositionEntity, 'lastEntryId', [...rows.values()]);
}

function figures({ code, label, category, currency, given, quota, profit }: Line): Figures {
  return {
    code,
    label,
    category,
    given: Number(given),
    quota: Number(quota ?? 0),
    profit: profit === null ? null : Number(profit) / PARTS,
    currency,
  };
}

function figuresOf(lines: readonly Figures[]): DispositionFigures {
  const count = (category: DispositionCategory): number =>
    sum(lines.filter((line) => line.category === category).map(({ given }) => given));
  const byCategory = { positive: count('positive'), argued: count('argued'), notArgued: count('not-argued') };
  const decided = byCategory.positive + byCategory.argued;
  const currencies = [...new Set(lines.flatMap(({ currency }) => (currency === null ? [] : [currency])))].sort();
  const inParts = (currency: string): number[] =>
    lines.filter((line) => line.currency === currency).map(({ profit }) => Math.round((profit ?? 0) * PARTS));
  return {
    given: sum(lines.map(({ given }) => given)),
    byCategory,
    conversionRate: decided === 0 ? null : byCategory.positive / decided,
    quota: sum(lines.map(({ quota }) => quota)),
    profit: currencies.map((currency) => ({ currency, amount: sum(inParts(currency)) / PARTS })),
    dispositions: [...lines].sort((a, b) => b.given - a.given || (a.code < b.code ? -1 : 1)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
