import type { QueueSettings } from '../../src/core/acd/floor-settings.js';
import type { Timer } from '../../src/core/ports/clock.js';
import type { CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import { DISTRIBUTIONS, drawAfterCall, drawRecording, drawRequirement, drawSkillGroups, drawSkills, type DayPlan } from './centre-plan.js';
import type { Centre } from './centre.js';
import type { Lots } from './lots.js';

/** Changes the configuration while everybody works. */
export class Administrator {
  private closing = false;
  private next: Timer | null = null;

  constructor(
    private readonly centre: Centre,
    private readonly lots: Lots,
    private readonly day: DayPlan,
  ) {}

  open(): void {
    const { clock } = this.centre;
    if (this.closing || this.day.callersPerEdit === Infinity) return;
    this.next = clock.at(clock.now() + this.lots.exponential(this.day.callersPerEdit * this.day.meanGap), () => {
      this.edit();
      this.open();
    });
  }

  /** Puts everybody in every queue and starts every campaign: whoever still waits can be served. */
  close(): void {
    this.closing = true;
    this.next?.stop();
    const agentIds = [...this.centre.agents.keys()];
    for (const queue of [...this.centre.queues.values()]) this.centre.configureQueue({ ...queue, agentIds });
  }

  /** Nobody edits while the backend is down: its API is down too. */
  private edit(): void {
    const { centre, lots } = this;
    if (this.closing || centre.engine === null) return;
    const what = lots.weighted({ members: 4, skills: 4, queue: 2, campaign: 3, groups: 1 });
    centre.trail.note(centre.clock.now(), `the administrator changes ${what}`);
    if (what === 'members') this.changeQueue((queue) => ({ agentIds: this.otherMembers(queue) }));
    else if (what === 'queue') this.changeQueue(() => this.otherSettings());
    else if (what === 'campaign') this.changeCampaign();
    else if (what === 'groups') centre.configureSkillGroups(drawSkillGroups(lots));
    else {
      const agent = lots.pick([...centre.agents.values()]);
      centre.configureAgent({ ...agent, skills: drawSkills(lots) });
    }
  }

  private changeQueue(change: (queue: QueueSettings) => Partial<QueueSettings>): void {
    const queue = this.lots.pick([...this.centre.queues.values()]);
    this.centre.configureQueue({ ...queue, ...change(queue) });
  }

  private otherMembers({ agentIds }: QueueSettings): Pick<QueueSettings, 'agentIds'>['agentIds'] {
    const moved = this.lots.pick([...this.centre.agents.keys()]);
    return agentIds.includes(moved) ? agentIds.filter((agentId) => agentId !== moved) : [...agentIds, moved];
  }

  private otherSettings(): Partial<QueueSettings> {
    const { lots } = this;
    return {
      distribution: lots.pick(DISTRIBUTIONS),
      ringTimeoutSeconds: lots.pick([3, 8, 15]),
      missesBeforePause: lots.whole(1, 3),
      ageingSeconds: lots.pick([null, 20]),
      lastAgentLeaves: lots.pick(['stay', 'overflow']),
    };
  }

  /** A running campaign is stopped now and then, and a stopped one is started. */
  private changeCampaign(): void {
    const { centre, lots } = this;
    const [did, plan] = lots.pick([...centre.campaigns]);
    const next: CampaignPlan = {
      ...plan,
      version: plan.version + 1,
      running: plan.running ? lots.happens(0.8) : true,
      queueId: lots.pick([...centre.queues.keys()]),
      priority: lots.whole(0, 2),
      requiredSkills: drawRequirement(lots),
      afterCall: drawAfterCall(lots),
      recording: drawRecording(lots),
    };
    centre.configureCampaign(did, next);
  }
}
