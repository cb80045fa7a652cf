import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import { eventually } from '../support/eventually.js';
import { WireLab } from '../support/wire-lab.js';

const ANNES_VOICE = 1700;
const CALLER = 1000;
const CAMPAIGN = 'Été & hiver';

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { name: CAMPAIGN, messages: { welcomeAudioId: null } });
}, 300_000);

afterEach(async () => {
  await Promise.all(lab.agents.map(({ id }) => lab.rest.ask('POST', `/agents/${id}/sign-out`)));
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

const shows = (call: IncomingCall, what: RegExp): Promise<unknown> =>
  eventually(() => what.test(call.display ?? ''), { what: `the display to be like ${String(what)}, not ${String(call.display)}` });

describe('the display of an agent’s phone', () => {
  it('that rings tells campaign, name and wait, accents and all, beside the number', async () => {
    const id = await lab.hire('anne');
    await lab.rest.send('POST', `/agents/${id}/sign-in`);
    const caller = await lab.dial({ from: '+33611111901', displayName: 'Zoé Dupont', says: { hz: CALLER } });
    const { queuedAt } = await lab.callFrom('+33611111901', (call) => call.queuedAt !== null, 'the caller to be queued');
    await eventually(() => Date.now() - Date.parse(String(queuedAt)) > 1_100, { what: 'a second of waiting' });
    const { phone } = await lab.plugIn(id, 'anne', { behaviour: { does: 'answer' }, says: { hz: ANNES_VOICE } });
    const call = await phone.nextCall();
    expect([call.fromUser, call.displayName]).toEqual(['+33611111901', CAMPAIGN]);
    expect(call.display).toMatch(/^"Été & hiver - Zoé Dupont - \d s" <tel:\+33611111901>$/);
    await caller.media.heard.waitForTone(ANNES_VOICE);
    await caller.hangUp();
  });

  it('that stays connected changes with each call, is idle between two, and leaves the phone’s hold key alone', async () => {
    const says = { hz: ANNES_VOICE };
    const { id, phone } = await lab.agent('anne', { behaviour: { does: 'answer' }, says }, { connection: 'permanent' });
    const seat = await phone.nextCall();
    await shows(seat, /^"?Guichet"? </);
    for (const from of ['+33611111902', '+33611111903']) {
      const caller = await lab.dial({ from, displayName: 'Zoé Dupont', says: { hz: CALLER } });
      await caller.media.heard.waitForTone(ANNES_VOICE);
      await shows(seat, new RegExp(`^"Été & hiver - Zoé Dupont( - \\d s)?" <sip:\\${from}@`));
      await seat.hold();
      await seat.media.heard.waitForSilence();
      await seat.unhold();
      await Promise.all([caller.media.heard.waitForTone(ANNES_VOICE), seat.media.heard.waitForTone(CALLER)]);
      await caller.hangUp();
      await shows(seat, /^"?Guichet"? </);
      await lab.rest.ask('POST', `/agents/${id}/wrap-up/end`);
    }
    expect(phone.calls).toHaveLength(1);
    expect(seat.isOver).toBe(false);
  });
});
