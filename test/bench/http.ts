import { parseArgs } from 'node:util';

import { Installation } from '../support/installation.js';
import { MariaDb } from '../support/mariadb.js';
import { Rest, type RestAnswer } from '../support/rest.js';
import { keep, spreadCells, SPREAD_HEADING, spreadOf, table } from './support/figures.js';
import { privately } from './support/private-run.js';

type Body = RestAnswer['body'];

const CAMPAIGNS = 500;
const DIDS = 10_000;
const AGENTS = 1_000;
const QUEUES = 50;
/** Requests for the compiler to find what runs often. */
const WARM_UP = 50;
const PASSWORD = 'an admin of benches';

/**
 * How long administrators wait in a large house: 500 campaigns, 10,000 DIDs, 1,000 agents. Lists, the live board and summaries one request
 * after another; changes of a campaign and of the hours of all of them, which are answered when new calls see them. `--database mariadb`
 * measures there, `--requests` says how many of each.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { database: { type: 'string' }, requests: { type: 'string' } } });
  const requests = Number(values.requests ?? 200);
  const rows = await privately(() => measure(values.database === 'mariadb', requests));
  console.log(`\n${CAMPAIGNS} campaigns, ${DIDS} DIDs, ${AGENTS} agents on ${values.database ?? 'sqlite'}\n`);
  console.log(
    table(
      ['what', ...SPREAD_HEADING],
      rows.map(([name, times]) => [name, ...spreadCells(spreadOf(times))]),
    ),
  );
  keep('http', { database: values.database ?? 'sqlite', rows: rows.map(([name, times]) => ({ name, ...spreadOf(times) })) });
}

async function measure(onMariaDb: boolean, requests: number): Promise<[string, number[]][]> {
  const server = onMariaDb ? await MariaDb.start() : null;
  const database: Record<string, string> = server === null ? {} : { DATABASE_URL: server.url(await server.freshDatabase()) };
  const installation = await Installation.make({ GUICHET_ADMIN_PASSWORD: PASSWORD, LOG_LEVEL: 'warn', ...database });
  const backend = installation.backend();
  try {
    await backend.start();
    const rest = await Rest.signIn(backend.baseUrl, 'admin', PASSWORD);
    const { campaignIds, scheduleId } = await furnish(rest);
    const campaign = (index: number): string => campaignIds[index % campaignIds.length] ?? '';
    const reads: [string, (index: number) => string][] = [
      ['GET /campaigns', () => '/campaigns'],
      ['GET /campaigns, 500 a page', () => '/campaigns?pageSize=500'],
      ['GET /dids', (index) => `/dids?page=${1 + (index % 100)}`],
      ['GET /agents', (index) => `/agents?page=${1 + (index % 20)}`],
      ['GET /queues', () => '/queues'],
      ['GET /live', () => '/live'],
      ['GET /campaigns/{id}/summary', (index) => `/campaigns/${campaign(index)}/summary`],
    ];
    const rows: [string, number[]][] = [];
    for (const [name, path] of reads) rows.push([name, await timed(requests, (index) => rest.get(path(index)))]);
    const forced = (index: number) => rest.send('PUT', `/campaigns/${campaign(index)}/override`, { state: 'closed' });
    rows.push(['one campaign forced closed', await timed(requests, forced)]);
    const changed = (index: number) => rest.send('PATCH', `/campaigns/${campaign(index)}`, { wrapUpSeconds: 1 + index });
    rows.push(['one campaign changed', await timed(requests, changed)]);
    const moved = (index: number) => rest.send('PATCH', `/work-schedules/${scheduleId}`, { days: week(index % 2 === 1) });
    rows.push(['the hours of all campaigns changed', await timed(requests / 4, moved)]);
    const { open, reason } = await rest.get(`/campaigns/${campaign(0)}/opening`);
    if (open !== false || reason !== 'override') throw new Error('new calls do not see what was changed');
    return rows;
  } finally {
    await backend.stop();
    await installation.remove();
    await server?.stop();
  }
}

async function furnish(rest: Rest): Promise<{ campaignIds: string[]; scheduleId: string }> {
  const made = (path: string, body: object): Promise<Body> => rest.send('POST', path, body);
  const siteId = (await made('/sites', { code: 'PAR', name: 'Paris' })).id;
  await made('/dids/ranges', { first: '+33170000000', last: `+3317000${DIDS - 1}`, siteId });
  const agentIds: string[] = [];
  for (let index = 0; index < AGENTS; index++)
    agentIds.push(
      String((await made('/agents', { login: `agent-${index}`, phone: { kind: 'endpoint', endpoint: `PJSIP/desk-${index}` } })).id),
    );
  const queueIds: string[] = [];
  for (let index = 0; index < QUEUES; index++) {
    const team = agentIds.slice(index * (AGENTS / QUEUES), (index + 1) * (AGENTS / QUEUES));
    queueIds.push(String((await made('/queues', { code: String(500 + index), agentIds: team })).id));
  }
  const scheduleId = String((await made('/work-schedules', { name: 'Bureau', timeZone: 'Europe/Paris', days: week(true) })).id);
  const didIds: string[] = [];
  for (let page = 1; page <= DIDS / 500; page++) {
    const { items } = await rest.get(`/dids?pageSize=500&page=${page}`);
    didIds.push(...items.map(({ id }: Body) => String(id)));
  }
  const campaignIds: string[] = [];
  for (let index = 0; index < CAMPAIGNS; index++) {
    const share = DIDS / CAMPAIGNS;
    const { id } = await made('/campaigns', {
      name: `Campaign ${index}`,
      didIds: didIds.slice(index * share, (index + 1) * share),
      queueId: queueIds[index % QUEUES],
      opening: { workScheduleId: scheduleId },
    });
    campaignIds.push(String(id));
    await rest.send('POST', `/campaigns/${String(id)}/start`);
  }
  return { campaignIds, scheduleId };
}

/** Every day from midnight to midnight, or never. */
function week(open: boolean): object {
  const ranges = open ? [{ from: '00:00', to: '24:00' }] : [];
  return Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, ranges]));
}

async function timed(count: number, request: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count + WARM_UP; index++) {
    const begun = performance.now();
    await request(index);
    if (index >= WARM_UP) times.push(performance.now() - begun);
  }
  return times;
}
