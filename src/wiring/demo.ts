import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** What the example is made of, for the operator to try. */
export interface Demo {
  /** The number to dial. */
  readonly number: string;
  readonly phones: readonly { readonly login: string; readonly username: string; readonly password: string; readonly domain: string }[];
}

interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

const NUMBER = '+33170000001';
const TEAM = [
  { login: 'alice', displayName: 'Alice Martin' },
  { login: 'bruno', displayName: 'Bruno Lefèvre' },
];

/**
 * Fills an empty installation with a working example, by the same requests an administrator would send: a site, a number, two agents, a
 * queue and a campaign that runs. `marker` is a file that is there while this is under way: a start that died half way is completed by the
 * next, and an example that was stopped or deleted stays so. Answers what is left of it to try; null when that is nothing.
 */
export async function makeDemo(api: string, login: string, password: string, secret: () => string, marker: string): Promise<Demo | null> {
  const token = await signIn(api, login, password);
  if (token === null) return null;
  const rest = new Rest(api, token);
  if (existsSync(marker) || (await isEmpty(rest))) {
    writeFileSync(marker, '');
    await fill(rest, secret);
    rmSync(marker);
  }
  const dids = await rest.list('/dids');
  const agents = (await rest.list('/agents')).filter(isOurs);
  if (agents.length === 0 || !dids.some(({ number }) => number === NUMBER)) return null;
  return { number: NUMBER, phones: await Promise.all(agents.map((agent) => phoneOf(rest, agent))) };
}

async function isEmpty(rest: Rest): Promise<boolean> {
  return (await rest.list('/sites')).length === 0 && (await rest.list('/campaigns')).length === 0;
}

/** By both names: an operator may have an Alice too, whose password is not for the terminal. */
function isOurs(agent: Row): boolean {
  return TEAM.some(({ login, displayName }) => agent['login'] === login && agent['displayName'] === displayName);
}

async function fill(rest: Rest, secret: () => string): Promise<void> {
  const site = await rest.have('/sites', ({ code }) => code === 'PARIS', {
    code: 'PARIS',
    name: 'Paris',
    country: 'FR',
    timeZone: 'Europe/Paris',
  });
  const did = await rest.have('/dids', ({ number }) => number === NUMBER, { number: NUMBER, siteId: site.id });
  const agents: Row[] = [];
  for (const { login: name, displayName } of TEAM) {
    const agent = { login: name, displayName, password: secret(), role: 'agent', phone: { kind: 'sip' } };
    agents.push(await rest.have('/agents', (row) => row['login'] === name, agent));
  }
  const queue = { code: '500', description: 'Accueil téléphonique', agentIds: agents.map(({ id }) => id) };
  const { id: queueId } = await rest.have('/queues', ({ code }) => code === '500', queue);
  const campaign = await rest.have('/campaigns', ({ name }) => name === 'Accueil', {
    name: 'Accueil',
    didIds: [did.id],
    queueId,
    language: 'fr',
    wrapUpSeconds: 10,
    messages: { welcomeAudioId: 'builtin:welcome' },
  });
  if (campaign['state'] !== 'running') await rest.send('POST', `/campaigns/${campaign.id}/start`);
}

async function phoneOf(rest: Rest, agent: Row): Promise<Demo['phones'][number]> {
  const account = await rest.send('GET', `/agents/${agent.id}/sip-account`);
  return {
    login: String(agent['login']),
    username: String(account['username']),
    password: String(account['password']),
    domain: String(account['domain']),
  };
}

async function signIn(api: string, login: string, password: string): Promise<string | null> {
  const response = await fetch(`${api}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  // Somebody changed the first password: the installation is theirs, and no example is wanted.
  if (response.status === 401) return null;
  const { accessToken } = (await response.json()) as { readonly accessToken: string };
  return accessToken;
}

/** The HTTP contract, as much of it as the example needs. */
class Rest {
  constructor(
    private readonly api: string,
    private readonly token: string,
  ) {}

  async list(path: string): Promise<Row[]> {
    const { items } = await this.send('GET', `${path}?pageSize=500`);
    return items as Row[];
  }

  async have(path: string, isIt: (row: Row) => boolean, body: Readonly<Record<string, unknown>>): Promise<Row> {
    return (await this.list(path)).find(isIt) ?? (await this.send('POST', path, body));
  }

  async send(method: string, path: string, body?: unknown): Promise<Row> {
    const response = await fetch(`${this.api}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the example could not be made: ${method} ${path} answered ${String(response.status)} ${text}`);
    return JSON.parse(text) as Row;
  }
}
