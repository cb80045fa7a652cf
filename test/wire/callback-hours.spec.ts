import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CallbackLab, CUSTOMER_HZ } from '../support/callback-lab.js';
import { eventually } from '../support/eventually.js';
import type { LabAgent } from '../support/wire-lab.js';

const ANNE = 1700;
/** Who looks long enough sees an agent's telephone ring for a callback that is due. */
const LONG_ENOUGH_MS = 2_500;
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const ALL_DAY = Object.fromEntries(DAYS.map((day) => [day, [{ from: '00:00', to: '24:00' }]]));
const NEVER = Object.fromEntries(DAYS.map((day) => [day, []]));
const NUMBERS = { metropolitan: '+33472000401', reunion: '+262262000402', shut: '+33472000403', override: '+33472000404' };

let place: CallbackLab;
let anne: LabAgent;

beforeAll(async () => {
  place = await CallbackLab.start();
  await place.queue({ ringTimeoutSeconds: 20 });
  await place.lab.rest.send('PUT', '/dial-policy', {
    ...{ defaultCountry: 'FR', allowedPrefixes: ['+33', '+262'], deniedPrefixes: [] },
    maxConcurrentOutbound: null,
  });
  await place.campaign({ messages: { welcomeAudioId: null } });
}, 300_000);

beforeEach(async () => {
  anne = await place.lab.agent('anne', { says: { hz: ANNE } });
});

afterEach(async () => {
  await place.clear();
  await place.campaign({ callingHoursId: null, opening: { workScheduleId: null } });
});

afterAll(async () => {
  await place.stop();
});

/** From an hour ago to in an hour on the clock of a wall in Paris, as far as today goes. */
function aroundNowInParis(): object {
  const minutes = (at: number): string => {
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' });
    return parts.format(at);
  };
  const weekday = (at: number): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', weekday: 'long' }).format(at).toLowerCase();
  const [now, hour] = [Date.now(), 3_600_000];
  const from = weekday(now - hour) === weekday(now) ? minutes(now - hour) : '00:00';
  const to = weekday(now + hour) === weekday(now) ? minutes(now + hour) : '24:00';
  return { ...NEVER, [weekday(now)]: [{ from, to }] };
}

const hours = async (path: string, name: string, days: object): Promise<string> =>
  String((await place.lab.rest.send('POST', path, { name, timeZone: 'Europe/Paris', days })).id);

/** An agent is free all the while, and nobody is called. */
async function nobodyIsCalled(id: string): Promise<void> {
  const until = Date.now() + LONG_ENOUGH_MS;
  await eventually(() => Date.now() > until, { what: 'some time to pass' });
  expect(await place.comesTo(id, 'waiting')).toMatchObject({ attempts: 0, agentId: null });
  expect([await place.lab.agentState(anne.id), anne.phone.calls.length, place.dialled.length]).toEqual(['available', 0, 0]);
}

async function isCalledBack(id: string, number: string): Promise<void> {
  const ringing = await anne.phone.nextCall(20_000);
  await ringing.answer();
  const customer = await place.customer();
  expect(customer.invite.startLine).toContain(number);
  await customer.answer();
  await customer.media.heard.waitForTone(ANNE);
  await ringing.media.heard.waitForTone(CUSTOMER_HZ);
  await customer.hangUp();
  expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 1 });
}

describe('a customer who is to be called back', () => {
  it('is not dialled outside the calling hours, and is when these are changed', async () => {
    const closed = await hours('/calling-hours', 'Jamais', NEVER);
    await place.campaign({ callingHoursId: closed });
    const id = await place.asked(NUMBERS.metropolitan);
    await nobodyIsCalled(id);
    await place.lab.rest.send('PATCH', `/calling-hours/${closed}`, { days: ALL_DAY });
    await isCalledBack(id, NUMBERS.metropolitan);
  });

  it('in La Réunion is not dialled in the hours of Paris: only at home do they hold', async () => {
    const daytime = await hours('/calling-hours', 'En ce moment à Paris', aroundNowInParis());
    await place.campaign({ callingHoursId: daytime });
    const id = await place.asked(NUMBERS.reunion);
    await nobodyIsCalled(id);
    const atHome = await place.asked(NUMBERS.metropolitan);
    await isCalledBack(atHome, NUMBERS.metropolitan);
    expect(await place.comesTo(id, 'waiting')).toMatchObject({ attempts: 0 });
    expect(place.dialled).toHaveLength(1);
  });

  it('is not dialled while the campaign’s schedule has it closed, and is when that is changed', async () => {
    const closed = await hours('/work-schedules', 'Fermé', NEVER);
    await place.campaign({ opening: { workScheduleId: closed } });
    const id = await place.asked(NUMBERS.shut);
    await nobodyIsCalled(id);
    await place.lab.rest.send('PATCH', `/work-schedules/${closed}`, { days: ALL_DAY });
    await isCalledBack(id, NUMBERS.shut);
  });

  it('is dialled when the campaign opens by the clock, and not a moment sooner', async () => {
    const until = new Date(Date.now() + 12_000).toISOString();
    await place.lab.rest.send('PUT', `/campaigns/${place.lab.campaignId}/override`, { state: 'closed', until });
    const id = await place.asked(NUMBERS.override);
    await nobodyIsCalled(id);
    await isCalledBack(id, NUMBERS.override);
    expect(anne.phone.calls[0]?.invitedAt.date.getTime()).toBeGreaterThanOrEqual(Date.parse(until));
  });
});
