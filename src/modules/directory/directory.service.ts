import { Injectable } from '@nestjs/common';

import type { CampaignId } from '../../core/kernel/ids.js';
import type { CampaignPlan } from '../../core/plan/campaign-plan.js';
import type { CampaignDirectory, DialledNumber } from '../../core/ports/campaign-directory.js';
import { countryOf, e164Candidates, toE164, type Country } from '../../platform/phone-numbers/phone-numbers.js';
import { timeZoneOfCountry } from '../../platform/time-zones/time-zones.js';

export interface DirectoryNumber {
  /** E.164. */
  readonly number: string;
  readonly country: Country;
  readonly campaignId: string | null;
}

export interface DirectoryChanges {
  /** All of them; null when none changed. */
  readonly numbers: readonly DirectoryNumber[] | null;
  readonly plans: readonly CampaignPlan[];
  /** Whose plans these are: a campaign named here without a plan is no more. */
  readonly of: readonly string[] | 'everything';
}

const VERSIONS_KEPT = 20;
const WITHHELD = /^(?:anonymous|unavailable|unknown|restricted|withheld|private)?$/i;

/** Numbers and plans in memory, brought up to date after each change: a call reads one consistent picture and waits for nothing. */
@Injectable()
export class DirectoryService implements CampaignDirectory {
  private numbers: ReadonlyMap<string, DirectoryNumber> = new Map();
  private countries: readonly Country[] = ['FR'];
  private readonly current = new Map<string, CampaignPlan>();
  /** Plans by campaign and version, the youngest last. */
  private readonly versions = new Map<string, Map<number, CampaignPlan>>();

  /** Shows the changes at once. */
  replace({ numbers, plans, of }: DirectoryChanges): void {
    if (numbers !== null) {
      this.numbers = new Map(numbers.map((entry) => [entry.number, entry]));
      const countries = [...new Set(numbers.map(({ country }) => country))];
      this.countries = countries.length === 0 ? ['FR'] : countries;
    }
    if (of === 'everything') this.current.clear();
    else for (const campaignId of of) this.current.delete(campaignId);
    for (const plan of plans) {
      this.current.set(plan.campaignId, plan);
      this.keepVersion(plan);
    }
  }

  /** Makes an older plan known, for calls that began with it. */
  keepVersion(plan: CampaignPlan): void {
    const versions = this.versions.get(plan.campaignId) ?? new Map<number, CampaignPlan>();
    versions.set(plan.version, plan);
    for (const oldest of versions.keys()) {
      if (versions.size <= VERSIONS_KEPT) break;
      versions.delete(oldest);
    }
    this.versions.set(plan.campaignId, versions);
  }

  planNow(campaignId: string): CampaignPlan | null {
    return this.current.get(campaignId) ?? null;
  }

  didOf(campaignId: string): string | null {
    for (const entry of this.numbers.values()) if (entry.campaignId === campaignId) return entry.number;
    return null;
  }

  timeZoneOf(number: string): string | null {
    const country = countryOf(number);
    return country === null ? null : timeZoneOfCountry(country);
  }

  /** Where this number, E.164, leads; null when it is free or none of ours. */
  campaignOf(number: string): string | null {
    return this.numbers.get(number)?.campaignId ?? null;
  }

  plansNow(): CampaignPlan[] {
    return [...this.current.values()];
  }

  lookUp(dialled: string): DialledNumber | null {
    for (const candidate of e164Candidates(dialled, this.countries)) {
      const entry = this.numbers.get(candidate);
      if (entry === undefined) continue;
      const plan = entry.campaignId === null ? null : (this.current.get(entry.campaignId) ?? null);
      return { did: entry.number, plan };
    }
    return null;
  }

  planOf(campaignId: CampaignId, version: number): CampaignPlan | null {
    return this.versions.get(campaignId)?.get(version) ?? this.current.get(campaignId) ?? null;
  }

  callerNumber(number: string | null, did: string): string | null {
    if (number === null || WITHHELD.test(number.trim())) return null;
    const country = this.numbers.get(did)?.country ?? this.countries[0] ?? 'FR';
    return toE164(number, country) ?? number;
  }
}
