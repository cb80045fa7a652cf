import type { AgentView } from './dto/agent.dto.js';
import type { AgentEntity } from './agent.entity.js';

/** What the API shows of an agent: each property by name, so that no new secret of a row is ever shown by itself. */
export function agentView(row: AgentEntity): AgentView {
  const { id, version, login, displayName, role, extension, phone, connection, followForwarding, skills } = row;
  return { id, version, login, displayName, role, extension, phone, connection, followForwarding, skills };
}
