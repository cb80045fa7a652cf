import type { QueueSettings } from '../core/acd/floor-settings.js';
import type { Extensions } from '../core/calls/extensions.js';
import type { TransferTarget } from '../core/calls/handset.js';
import type { AgentId, QueueId } from '../core/kernel/ids.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { DeskAgent } from './desk.js';

/** The agents' extensions and the queues' codes, and numbers outside as a phone dials them. */
export class DialledExtensions implements Extensions {
  private readonly agents = new Map<AgentId, string>();
  private readonly queues = new Map<QueueId, string>();

  constructor(private readonly directory: CampaignDirectory) {}

  configureAgent({ agentId, extension }: DeskAgent): void {
    if (extension === null) this.agents.delete(agentId);
    else this.agents.set(agentId, extension);
  }

  removeAgent(agentId: AgentId): void {
    this.agents.delete(agentId);
  }

  configureQueue({ queueId, code }: QueueSettings): void {
    this.queues.set(queueId, code);
  }

  removeQueue(queueId: QueueId): void {
    this.queues.delete(queueId);
  }

  find(dialled: string, did: string): TransferTarget | null {
    for (const [agentId, extension] of this.agents) if (extension === dialled) return { kind: 'agent', agentId };
    for (const [queueId, code] of this.queues) if (code === dialled) return { kind: 'queue', queueId };
    const number = this.directory.callerNumber(dialled, did);
    return number?.startsWith('+') === true ? { kind: 'number', number } : null;
  }
}
