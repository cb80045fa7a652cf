import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TelephonyEvent } from '../../src/core/ports/telephony.js';
import { AriTelephony } from '../../src/telephony/ari/ari-telephony.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { SilentLog } from '../support/silent-log.js';
import { ariTelephonyLab, type AriLab } from './ari-telephony-lab.js';
import { LabSession, shortSound } from './telephony-lab.js';

/** What only a real Asterisk can show: processes that come after one another, and lines that come and go. */
describe('The ARI adapter and other processes', () => {
  let lab: AriLab;
  let s: LabSession;

  beforeAll(async () => {
    lab = await ariTelephonyLab();
    s = new LabSession(lab);
  }, 300_000);
  afterAll(async () => {
    await lab.close();
  });

  it('takes over the calls of a process that died: a caller with music, one with a repeated sound, a phone that rings', async () => {
    const phone = await lab.phone('agent-inherited');
    phone.behaves('ring');
    const [first, second] = [await s.answeredCall(), await s.answeredCall()];
    await lab.telephony.startMusic(first.leg, null);
    await lab.telephony.startMusic(second.leg, shortSound);
    await lab.telephony.save(first.leg, 'waiting');
    const ringing = await s.dial(phone, { saved: 'an offer' });
    await lab.until('it to ring', () => phone.rings);
    await lab.telephony.close();

    const heir = lab.secondTelephony();
    const told = listenTo(heir);
    heir.open();
    await eventually(() => heir.ready, { what: 'the heir to be connected' });
    const { legs } = await heir.census();
    expect(legs.map(({ leg, saved, answered }) => [leg, saved, answered]).sort()).toEqual(
      [
        [first.leg, 'waiting', true],
        [second.leg, null, true],
        [ringing, 'an offer', false],
      ].sort(),
    );
    for (const { leg, caller } of [first, second]) {
      await expect(heir.stopMusic(leg)).resolves.toBe('done');
      await lab.until('silence', () => caller.hears('nothing'));
      await expect(heir.startMusic(leg, null)).resolves.toBe('done');
      await lab.until('music', () => caller.hears('music'));
    }
    await heir.hangUp(ringing, 'normal');
    await first.caller.hangUp();
    await eventually(() => ends(told).length >= 2, { what: 'both ends to be told' });
    expect(ends(told).sort()).toEqual([`${first.leg} hung-up`, `${ringing} cancelled`].sort());
    await heir.hangUp(second.leg, 'normal');
    await eventually(() => ends(told).length >= 3, { what: 'the last end to be told' });
    await heir.close();
  });

  it('hears that a phone answers which a process dialled that is dead by now', async () => {
    const [dead, heir] = [lab.secondTelephony(), lab.secondTelephony()];
    dead.open();
    await eventually(() => dead.ready, { what: 'the first process to be connected' });
    const phone = await lab.phone('agent-late', dead);
    phone.behaves('ring');
    const leg = s.newLeg();
    const from = { number: '0612345678', name: null };
    await dead.dial({
      leg,
      endpoint: dead.phoneEndpoint(phone.name),
      from,
      giveUpAfterSeconds: 30,
      saved: null,
      language: 'en',
      assertedIdentity: null,
    });
    await lab.until('it to ring', () => phone.rings);
    await dead.close();

    const told = listenTo(heir);
    heir.open();
    await eventually(() => heir.ready, { what: 'the heir to be connected' });
    expect((await heir.census()).legs).toMatchObject([{ leg, answered: false }]);
    await phone.answer();
    await eventually(() => told.some((event) => event.type === 'leg-answered' && event.leg === leg), { what: 'the answer to be told' });
    await phone.hangUp();
    await eventually(() => ends(told).length > 0, { what: 'the end to be told' });
    expect(ends(told)).toEqual([`${leg} hung-up`]);
    await heir.close();
  });

  it('hears of a phone that answered while nobody was there: the dialplan held it with music', async () => {
    const [dead, heir] = [lab.secondTelephony(), lab.secondTelephony()];
    dead.open();
    await eventually(() => dead.ready, { what: 'the first process to be connected' });
    const phone = await lab.phone('agent-held', dead);
    phone.behaves('ring');
    const leg = s.newLeg();
    await dead.dial({
      leg,
      endpoint: dead.phoneEndpoint(phone.name),
      from: { number: '0612345678', name: null },
      giveUpAfterSeconds: 30,
      saved: 'an offer',
      language: 'en',
      assertedIdentity: null,
    });
    await lab.until('it to ring', () => phone.rings);
    await dead.close();
    await phone.answer();
    await lab.until('music', () => phone.hears('music'));

    const told = listenTo(heir);
    heir.open();
    await eventually(() => heir.ready, { what: 'the heir to be connected' });
    expect((await heir.census()).legs).toMatchObject([{ leg, direction: 'outbound', answered: true, saved: 'an offer' }]);
    await expect(heir.play(leg, [shortSound], s.newPlayback())).resolves.toBe('done');
    await lab.until('the sound', () => phone.hears('short'));
    await phone.hangUp();
    await eventually(() => ends(told).length > 0, { what: 'the end to be told' });
    expect([ends(told), told.filter(({ type }) => type === 'leg-answered')]).toEqual([[`${leg} hung-up`], []]);
    await heir.close();
  });

  it('stands aside when another process takes the application over, and says so', async () => {
    const older = lab.secondTelephony();
    const told = listenTo(older);
    older.open();
    await eventually(() => older.ready, { what: 'the older to be connected' });
    const newer = lab.secondTelephony();
    newer.open();
    await eventually(() => told.some((event) => event.type === 'pbx-lost'), { what: 'the older to be told' });
    await eventually(() => newer.ready, { what: 'the newer to be connected' });
    await lab.settle();
    expect([older.ready, newer.ready]).toEqual([false, true]);
    expect(lab.log.complaints.some((line) => line.startsWith('error: Another process has taken over'))).toBe(true);
    await Promise.all([older.close(), newer.close()]);
  });

  it('leaves no connection behind, however often the line is cut', async () => {
    const url = `http://127.0.0.1:${String(lab.line.port)}`;
    const telephony = new AriTelephony({ ...access(lab), url }, new SilentLog());
    const told = listenTo(telephony);
    telephony.open();
    for (let turn = 1; turn <= 5; turn += 1) {
      await eventually(() => told.filter(({ type }) => type === 'pbx-ready').length === turn, { what: `connection ${String(turn)}` });
      await Promise.all(Array.from({ length: 20 }, () => telephony.census()));
      lab.line.cut();
      await eventually(() => !telephony.ready, { what: 'the loss to be told' });
      lab.line.mend();
    }
    await eventually(() => telephony.ready, { what: 'the last connection' });
    await telephony.close();
    await eventually(() => lab.line.connections === 0, { what: 'every connection to be closed' });
    expect(told.filter(({ type }) => type === 'pbx-lost')).toHaveLength(5);
  });

  it('keeps trying where no PBX is and where the password is wrong, and says why', async () => {
    for (const [wrong, why] of [
      [{ url: `http://127.0.0.1:${String(await freePort())}` }, 'ECONNREFUSED'],
      [{ password: 'wrong' }, '401'],
    ] as const) {
      const log = new SilentLog();
      const telephony = new AriTelephony({ ...access(lab), ...wrong }, log);
      telephony.open();
      await eventually(() => log.complaints.length > 0, { what: 'a complaint' });
      expect(JSON.stringify(log.lines)).toContain(why);
      expect(telephony.ready).toBe(false);
      await telephony.close();
    }
  });
});

function access(lab: AriLab): ConstructorParameters<typeof AriTelephony>[0] {
  const { ariUrl: url, ariUser: user, ariPassword: password } = lab.pbx;
  return { node: 'pbx1', app: 'guichet', url, user, password, mediaOf: () => 'sound:none' };
}

function listenTo(telephony: AriTelephony): TelephonyEvent[] {
  const told: TelephonyEvent[] = [];
  telephony.listen((event) => told.push(event));
  return told;
}

function ends(told: readonly TelephonyEvent[]): string[] {
  return told.flatMap((event) => (event.type === 'leg-gone' ? [`${event.leg} ${event.end}`] : []));
}
