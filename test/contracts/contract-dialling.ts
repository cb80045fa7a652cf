import { expect, it } from '@jest/globals';
import { longSound, type LabSession } from './telephony-lab.js';

/** What legs do that we dial, and what bridges do. */
export function diallingContract(session: () => LabSession): void {
  it('tells that a phone rings and answers, and shows the caller on it', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-answers');
    phone.behaves('answer');
    const leg = await s.dial(phone);
    await lab.until('the answer to be told', () => s.storyOf(leg).includes('leg-answered'));
    expect(phone.shows).toBe('0612345678');
    await expect(telephony.hangUp(leg, 'normal')).resolves.toBe('done');
    await lab.until('the phone to be free', () => !phone.talks && s.storyOf(leg).length > 2);
    await lab.settle();
    expect(s.storyOf(leg)).toEqual(['leg-ringing', 'leg-answered', 'leg-gone hung-up']);
  });

  it.each([
    ['busy', 'busy'],
    ['refuse', 'refused'],
  ] as const)('tells a phone that says %s as such, once', async (behaviour, end) => {
    const s = session();
    const { lab } = s;
    const phone = await lab.phone(`agent-${behaviour}`);
    phone.behaves(behaviour);
    const leg = await s.dial(phone);
    await lab.until('the end to be told', () => s.storyOf(leg).includes(`leg-gone ${end}`));
    await lab.settle();
    expect(s.storyOf(leg).filter((line) => line !== 'leg-ringing')).toEqual([`leg-gone ${end}`]);
  });

  it('gives up by itself on a phone that nobody answers', async () => {
    const s = session();
    const { lab } = s;
    const phone = await lab.phone('agent-rings');
    phone.behaves('ring');
    const leg = await s.dial(phone, { giveUpAfterSeconds: 2 });
    await lab.until('it to ring', () => phone.rings);
    await lab.until('the end to be told', () => s.storyOf(leg).length > 1);
    expect(s.storyOf(leg)).toEqual(['leg-ringing', 'leg-gone no-answer']);
    await lab.until('the phone to be silent', () => !phone.rings);
  });

  it('cancels a phone that rings, also one that was dialled a moment ago', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-cancelled');
    phone.behaves('ring');
    const ringing = await s.dial(phone);
    await lab.until('it to ring', () => phone.rings);
    await expect(telephony.hangUp(ringing, 'normal')).resolves.toBe('done');
    await lab.until('the phone to be silent', () => !phone.rings && s.storyOf(ringing).length > 1);
    expect(s.storyOf(ringing)).toEqual(['leg-ringing', 'leg-gone cancelled']);

    const leg = s.newLeg();
    const endpoint = telephony.phoneEndpoint(phone.name);
    const from = { number: null, name: null };
    const dialled = telephony.dial({ leg, endpoint, from, giveUpAfterSeconds: 30, saved: null, language: 'en', assertedIdentity: null });
    const hungUp = telephony.hangUp(leg, 'normal');
    await expect(Promise.all([dialled, hungUp])).resolves.toEqual(['done', 'done']);
    await lab.until('the end to be told', () => s.storyOf(leg).includes('leg-gone cancelled'));
    await lab.settle();
    expect(s.storyOf(leg).filter((line) => line !== 'leg-ringing')).toEqual(['leg-gone cancelled']);
    expect(phone.rings).toBe(false);
  });

  it('tells a leg that cannot be made as unreachable, once: a phone that is away, an endpoint that is not', async () => {
    const s = session();
    const { lab } = s;
    const phone = await lab.phone('agent-away');
    await phone.unregister();
    await lab.until('it to be told away', () => s.told('phone-reachable').some((told) => told.phone === phone.name && !told.reachable));
    for (const more of [{}, { endpoint: 'PJSIP/123@nowhere' }]) {
      const leg = await s.dial(phone, more);
      await lab.until('the end to be told', () => s.storyOf(leg).length > 0);
      await lab.settle();
      expect(s.storyOf(leg)).toEqual(['leg-gone unreachable']);
    }
    await phone.register();
    await lab.until('it to be told back', () => s.told('phone-reachable').at(-1)?.reachable === true);
  });

  it('tells whether a phone can be called as soon as it has its account: one that has yet to register cannot, one that is there can', async () => {
    const s = session();
    const { lab, telephony } = s;
    const told = (name: string): boolean[] => s.told('phone-reachable').flatMap((each) => (each.phone === name ? [each.reachable] : []));
    const account = { name: 'agent-never-there', password: 'secret' };
    await telephony.provisionPhone(account);
    await lab.until('it to be told away', () => told(account.name).length > 0);
    expect(told(account.name)).toEqual([false]);
    await telephony.removePhone(account.name);

    const phone = await lab.phone('agent-there');
    await lab.until('it to be told there', () => told(phone.name).at(-1) === true);
    const before = told(phone.name).length;
    await telephony.provisionPhone({ name: phone.name, password: `secret-of-${phone.name}` });
    await lab.until('it to be told again', () => told(phone.name).length > before);
    await lab.settle();
    expect(told(phone.name).slice(before)).toEqual([true]);
  });

  it('tells what a phone of ours dials', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-dials');
    await phone.dial('600');
    await lab.until('the call to be told', () => s.told('phone-dialled').length > 0);
    const told = s.told('phone-dialled');
    expect(told).toMatchObject([{ dialled: '600', phone: phone.name }]);
    expect(s.told('call-arrived')).toEqual([]);
    await Promise.all(told.map(({ leg }) => telephony.hangUp(leg, 'normal')));
  });

  it('joins a waiting caller and an agent: the music stops, each hears the other, and they come apart again', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-talks');
    const { caller, leg } = await s.answeredCall();
    await telephony.startMusic(leg, null);
    await lab.until('music', () => caller.hears('music'));
    const agent = await s.answeredDial(phone);
    const bridge = s.newBridge();
    await expect(telephony.createBridge(bridge)).resolves.toBe('done');
    await expect(telephony.join(bridge, [leg, agent])).resolves.toBe('done');
    await lab.until('both to hear each other', () => caller.hears('somebody') && phone.hears('somebody'));
    await expect(telephony.leave(bridge, leg)).resolves.toBe('done');
    await lab.until('both to hear nothing', () => caller.hears('nothing') && phone.hears('nothing'));
    await expect(telephony.leave(bridge, leg)).resolves.toBe('gone');
    await expect(telephony.join(bridge, [leg])).resolves.toBe('done');
    await lab.until('both to hear each other again', () => caller.hears('somebody') && phone.hears('somebody'));
    await expect(telephony.destroyBridge(bridge)).resolves.toBe('done');
    await lab.until('both to hear nothing', () => caller.hears('nothing') && phone.hears('nothing'));
    expect([caller.ended, phone.talks]).toEqual([null, true]);
    await expect(telephony.startMusic(leg, null)).resolves.toBe('done');
    await lab.until('music', () => caller.hears('music'));
  });

  it('joins at once a caller to whom a long prompt plays', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-cuts-in');
    const { caller, leg } = await s.answeredCall();
    const agent = await s.answeredDial(phone);
    const playback = s.newPlayback();
    await telephony.play(leg, [longSound, longSound], playback);
    await lab.until('the prompt', () => caller.hears('long'));
    const bridge = s.newBridge();
    await telephony.createBridge(bridge);
    await expect(telephony.join(bridge, [leg, agent])).resolves.toBe('done');
    await lab.until('both to hear each other', () => caller.hears('somebody') && phone.hears('somebody'), 1_500);
    await expect(s.playbackEnd(playback)).resolves.toBe('stopped');
  });

  it('plays to one of two who talk, and to both', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-listens');
    const { caller, agentLeg, bridge } = await s.conversation(phone);
    const [whisper, announcement] = [s.newPlayback(), s.newPlayback()];
    await telephony.play(agentLeg, [longSound], whisper);
    await lab.until('the agent to hear it', () => phone.hears('long'));
    expect(caller.hears('long')).toBe(false);
    await telephony.stopPlayback(whisper);
    await expect(s.playbackEnd(whisper)).resolves.toBe('stopped');
    await expect(telephony.play(bridge, [longSound], announcement)).resolves.toBe('done');
    await lab.until('both to hear it', () => phone.hears('long') && caller.hears('long'));
    await telephony.stopPlayback(announcement);
    await expect(s.playbackEnd(announcement)).resolves.toBe('stopped');
  });

  it('tells once who hung up a conversation, and leaves the other one up', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-ends');
    const first = await s.conversation(phone);
    await first.caller.hangUp();
    await lab.until('the end to be told', () => s.storyOf(first.callerLeg).includes('leg-gone hung-up'));
    expect(phone.talks).toBe(true);
    await telephony.hangUp(first.agentLeg, 'normal');
    await telephony.destroyBridge(first.bridge);
    await lab.until('the phone to be free', () => !phone.talks);

    const second = await s.conversation(phone);
    await phone.hangUp();
    await lab.until('the end to be told', () => s.storyOf(second.agentLeg).includes('leg-gone hung-up'));
    expect(second.caller.ended).toBeNull();
    await lab.settle();
    for (const leg of [first.callerLeg, first.agentLeg, second.agentLeg])
      expect(s.storyOf(leg).filter((line) => line.startsWith('leg-gone'))).toEqual(['leg-gone hung-up']);
    expect(s.storyOf(second.callerLeg)).toEqual(['call-arrived']);
  });

  it('answers gone to every request about what is no longer there', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { caller, leg } = await s.answeredCall();
    const bridge = s.newBridge();
    await telephony.createBridge(bridge);
    await caller.hangUp();
    await lab.until('the end to be told', () => s.storyOf(leg).includes('leg-gone hung-up'));
    const requests = [
      telephony.answer(leg),
      telephony.ring(leg),
      telephony.setLanguage(leg, 'en'),
      telephony.show(leg, { number: '+33612345678', name: 'Ann' }),
      telephony.hangUp(leg, 'normal'),
      telephony.startMusic(leg, null),
      telephony.stopMusic(leg),
      telephony.play(leg, [longSound], s.newPlayback()),
      telephony.stopPlayback(s.newPlayback()),
      telephony.save(leg, 'text'),
      telephony.join(bridge, [leg]),
      telephony.leave(bridge, leg),
    ];
    expect(new Set(await Promise.all(requests))).toEqual(new Set(['gone']));
    await expect(telephony.destroyBridge(bridge)).resolves.toBe('done');
    const after = [telephony.destroyBridge(bridge), telephony.join(bridge, []), telephony.play(bridge, [longSound], s.newPlayback())];
    expect(new Set(await Promise.all(after))).toEqual(new Set(['gone']));
    expect(s.told('playback-ended')).toEqual([]);
  });
}
