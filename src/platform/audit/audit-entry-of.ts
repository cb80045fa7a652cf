import type { SignedRequest } from '../auth/principal.js';
import type { AuditEntryEntity } from '../database/audit-entry.entity.js';
import { withoutSecrets } from './without-secrets.js';

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PATCH: 'change', PUT: 'replace', DELETE: 'remove' };

/** What the trail says of a request: who, from where, what was done to what. */
export function auditEntryOf(request: SignedRequest, id: string, at: number): AuditEntryEntity {
  const { principal, method } = request;
  const path = request.path.replace(/^\/api\/v\d+/, '');
  const body: unknown = request.body;
  return {
    id,
    at,
    // A sign-in is nobody's yet: what was typed stands for it.
    by: (principal?.name ?? typedLogin(body)).slice(0, 120),
    role: principal?.role ?? null,
    address: request.ip?.slice(0, 64) ?? null,
    method,
    path: path.slice(0, 500),
    ...deedOf(method, routeOf(request) ?? path),
    resourceId: idIn(request.params)?.slice(0, 100) ?? null,
    outcome: 'done',
    code: null,
    changes: body === undefined || method === 'DELETE' ? null : JSON.stringify(withoutSecrets(body)),
  };
}

/** `POST /agents/:id/sign-in` is a `sign-in` of `agents`; `PUT /queues/:id/agents/:agentId` a `replace-agents` of `queues`. */
export function deedOf(method: string, route: string): { action: string; resource: string } {
  const [resource = '', ...rest] = route
    .replace(/^\/api\/v\d+/, '')
    .split('/')
    .filter(Boolean);
  const words = rest.filter((part) => !part.startsWith(':')).join('-');
  const verb = VERBS[method] ?? method.toLowerCase();
  const action = words === '' ? verb : method === 'POST' ? words : `${verb}-${words}`;
  return { action: action.slice(0, 60), resource: resource.slice(0, 60) };
}

/** The id of what an answer is about. */
export function idIn(from: unknown): string | null {
  return typeof from === 'object' && from !== null && 'id' in from && typeof from.id === 'string' ? from.id : null;
}

function routeOf(request: SignedRequest): string | null {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : null;
}

function typedLogin(body: unknown): string {
  return typeof body === 'object' && body !== null && 'login' in body && typeof body.login === 'string' ? body.login.toLowerCase() : '';
}
