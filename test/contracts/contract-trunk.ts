import { expect, it } from '@jest/globals';
import type { LabSession } from './telephony-lab.js';

/** Calls to the outside: callbacks, reroutes, agents at a telephone number. */
export function trunkContract(session: () => LabSession): void {
  it('rings, answers, shows the number given and asserts the one that is forced; the two talk', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { carrier } = lab;
    carrier.behaves('answer');
    const { caller, leg } = await s.answeredCall();
    const from = { number: '+33170000001', name: null };
    const outside = await s.dial(carrier, { endpoint: lab.outsideNumber, from, assertedIdentity: '+33170000002' });
    await lab.until('the answer', () => s.storyOf(outside).includes('leg-answered') && carrier.talks);
    expect([carrier.shows, carrier.asserted]).toEqual(['+33170000001', '+33170000002']);
    expect(s.storyOf(outside)).toEqual(['leg-ringing', 'leg-answered']);
    const bridge = s.newBridge();
    await telephony.createBridge(bridge);
    await telephony.join(bridge, [leg, outside]);
    await lab.until('both to hear each other', () => caller.hears('somebody') && carrier.hears('somebody'));
    await carrier.hangUp();
    await lab.until('the end', () => s.storyOf(outside).includes('leg-gone hung-up'));
  });

  it('asserts nothing when no number is forced', async () => {
    const s = session();
    const { lab } = s;
    lab.carrier.behaves('busy');
    const leg = await s.dial(lab.carrier, { endpoint: lab.outsideNumber });
    await lab.until('the end', () => s.storyOf(leg).includes('leg-gone busy'));
    expect([lab.carrier.shows, lab.carrier.asserted]).toEqual(['0612345678', null]);
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['refuse', 'refused'],
    ['unallocated', 'unreachable'],
    ['congested', 'unreachable'],
  ] as const)('that is %s ends as %s', async (behaviour, end) => {
    const s = session();
    const { lab } = s;
    lab.carrier.behaves(behaviour);
    const leg = await s.dial(lab.carrier, { endpoint: lab.outsideNumber });
    await lab.until('the end', () => s.storyOf(leg).some((line) => line.startsWith('leg-gone')));
    await lab.settle();
    expect(s.storyOf(leg).filter((line) => line !== 'leg-ringing')).toEqual([`leg-gone ${end}`]);
  });

  it('that nobody answers is given up in time, and let go when we think better of it', async () => {
    const s = session();
    const { lab, telephony } = s;
    lab.carrier.behaves('ring');
    const waiting = await s.dial(lab.carrier, { endpoint: lab.outsideNumber, giveUpAfterSeconds: 2 });
    await lab.until('the end', () => s.storyOf(waiting).includes('leg-gone no-answer'));
    const leg = await s.dial(lab.carrier, { endpoint: lab.outsideNumber });
    await lab.until('it to ring', () => s.storyOf(leg).includes('leg-ringing'));
    await telephony.hangUp(leg, 'normal');
    await lab.until('the end', () => s.storyOf(leg).includes('leg-gone cancelled'));
    await lab.until('the carrier to be free', () => !lab.carrier.rings);
  });

  it('is waited for with a ring tone by a caller who was answered, until somebody is there', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    await expect(telephony.startMusic(leg, { kind: 'ring-tone' })).resolves.toBe('done');
    await lab.until('the ring tone', () => caller.hears('ring-tone'));
    lab.carrier.behaves('answer');
    const outside = await s.dial(lab.carrier, { endpoint: lab.outsideNumber });
    await lab.until('the answer', () => s.storyOf(outside).includes('leg-answered') && lab.carrier.talks);
    const bridge = s.newBridge();
    await telephony.createBridge(bridge);
    await telephony.join(bridge, [leg, outside]);
    await lab.until('both to hear each other', () => caller.hears('somebody') && lab.carrier.hears('somebody'), 1_500);
    await telephony.leave(bridge, leg);
    await lab.until('silence', () => caller.hears('nothing'));
    await telephony.startMusic(leg, { kind: 'ring-tone' });
    await lab.until('the ring tone', () => caller.hears('ring-tone'));
    await telephony.startMusic(leg, null);
    await lab.until('music', () => caller.hears('music'));
  });
}
