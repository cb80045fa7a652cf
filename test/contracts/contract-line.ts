import { expect, it } from '@jest/globals';
import { PbxUnreachable, type Census } from '../../src/core/ports/telephony.js';
import { longSound, shortSound, type LabSession } from './telephony-lab.js';

/** What survives us, what survives the line, and what a census says of it. */
export function lineContract(session: () => LabSession): void {
  it('keeps a text on each leg and counts everything that is ours, ringing phones included', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-counted');
    const talking = await s.conversation(phone);
    const { leg: arrived, arrival } = await s.callArrives({ to: '5550199', from: null });
    const other = await lab.phone('agent-counted-too');
    other.behaves('ring');
    const ringing = await s.dial(other, { saved: 'dialled for |5550199|' });
    await lab.until('it to ring', () => other.rings);
    const text = `{"phase":"waiting","odd":"| \${X} é \\" , ) ("}${'x'.repeat(4_000)}`;
    await expect(telephony.save(talking.callerLeg, 'first')).resolves.toBe('done');
    await expect(telephony.save(talking.callerLeg, text)).resolves.toBe('done');

    const census = await telephony.census();
    const callerParty = { number: '0612345678', name: null };
    const common = { answered: true, bridge: talking.bridge };
    expect(legOf(census, talking.callerLeg)).toMatchObject({ ...common, direction: 'inbound', caller: callerParty, saved: text });
    expect(legOf(census, talking.agentLeg)).toMatchObject({ ...common, direction: 'outbound', saved: null });
    expect(legOf(census, arrived)).toMatchObject({ direction: 'inbound', dialled: '5550199', answered: false, saved: null, bridge: null });
    expect(legOf(census, arrived)?.arrivedAt).toBe(arrival.arrivedAt);
    expect(legOf(census, ringing)).toMatchObject({
      direction: 'outbound',
      dialled: telephony.phoneEndpoint(other.name),
      answered: false,
      saved: 'dialled for |5550199|',
    });
    expect(census.legs).toHaveLength(4);
    expect(census.bridges.map(({ bridge, legs }) => [bridge, [...legs].sort()])).toEqual([
      [talking.bridge, [talking.callerLeg, talking.agentLeg].sort()],
    ]);
    expect(census.startedAt).toBeLessThanOrEqual(lab.now());
  });

  it('counts nothing when nothing is there, and a bridge that nobody is in', async () => {
    const s = session();
    const bridge = s.newBridge();
    expect(await s.telephony.census()).toMatchObject({ legs: [], bridges: [] });
    await s.telephony.createBridge(bridge);
    expect((await s.telephony.census()).bridges).toEqual([{ bridge, legs: [] }]);
  });

  it('comes back after the line was cut: calls live on, what ended meanwhile is missing in the census and told no more', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-survives');
    const talking = await s.conversation(phone);
    const waiting = await s.answeredCall();
    await telephony.startMusic(waiting.leg, null);
    const leaving = await s.answeredCall();

    await lab.cutLine('openly');
    await lab.until('the loss to be told', () => s.told('pbx-lost').length > 0, 1_000);
    expect(telephony.ready).toBe(false);
    await expect(telephony.answer(waiting.leg)).rejects.toBeInstanceOf(PbxUnreachable);
    await expect(telephony.census()).rejects.toBeInstanceOf(PbxUnreachable);
    await leaving.caller.hangUp();
    await lab.until('the others to hear what they heard', () => waiting.caller.hears('music') && talking.caller.hears('somebody'));

    await lab.mendLine();
    await lab.until('the return to be told', () => s.told('pbx-ready').length > 0, 5_000);
    const census = await telephony.census();
    expect(census.legs.map(({ leg }) => leg).sort()).toEqual([talking.callerLeg, talking.agentLeg, waiting.leg].sort());
    await lab.settle();
    expect(s.storyOf(leaving.leg)).toEqual(['call-arrived']);
    expect(s.told('pbx-lost')).toHaveLength(1);
    await waiting.caller.hangUp();
    await lab.until('an end after the return to be told', () => s.storyOf(waiting.leg).includes('leg-gone hung-up'));
    await expect(telephony.stopMusic(talking.callerLeg)).resolves.toBe('done');
  });

  it('takes in the callers who dialled while the line was down, with the instant of their dial', async () => {
    const s = session();
    const { lab } = s;
    await lab.cutLine('openly');
    await lab.until('the loss to be told', () => s.told('pbx-lost').length > 0);
    const before = lab.now();
    const caller = await lab.callArrives({ to: '5550111', from: '0611111111' });
    await lab.until('the caller to be kept with music', () => caller.answered && caller.hears('music'));
    const meanwhile = lab.now();
    await lab.mendLine();
    await lab.until('the call to be told', () => s.told('call-arrived').length > 0);
    const [arrival] = s.told('call-arrived');
    expect(arrival).toMatchObject({ dialled: '5550111', caller: { number: '0611111111' }, answered: true });
    expect(arrival?.arrivedAt).toBeGreaterThanOrEqual(before - 1_000);
    expect(arrival?.arrivedAt).toBeLessThanOrEqual(meanwhile);
    expect(s.told('pbx-ready')).toHaveLength(1);
  });

  it('notices within 5 s that the line has fallen silent, and is back when it speaks again', async () => {
    const s = session();
    const { lab, telephony } = s;
    const { leg, caller } = await s.answeredCall();
    const playback = s.newPlayback();
    await telephony.play(leg, [shortSound], playback);
    await lab.cutLine('silently');
    await lab.until('the loss to be told', () => s.told('pbx-lost').length > 0, 5_000);
    await lab.mendLine();
    await lab.until('the return to be told', () => s.told('pbx-ready').length > 0);
    const census = await telephony.census();
    expect(legOf(census, leg)).toBeDefined();
    await expect(s.playbackEnd(playback)).resolves.toBe('played');
    await expect(telephony.play(leg, [longSound], s.newPlayback())).resolves.toBe('done');
    await lab.until('the caller to hear us again', () => caller.hears('long'));
  });

  it('knows a PBX that was restarted by its start, and finds it empty, with its phones', async () => {
    const s = session();
    const { lab, telephony } = s;
    const phone = await lab.phone('agent-restarted');
    const { leg } = await s.answeredCall();
    const before = await telephony.census();
    await lab.restartPbx();
    await lab.until('the loss to be told', () => s.told('pbx-lost').length > 0);
    await lab.until('the return to be told', () => s.told('pbx-ready').length > 0);
    const after = await telephony.census();
    expect(after.startedAt).toBeGreaterThan(before.startedAt);
    expect(after).toMatchObject({ legs: [], bridges: [] });
    expect(s.storyOf(leg)).toEqual(['call-arrived']);
    await phone.register();
    const dialled = await s.answeredDial(phone);
    await telephony.hangUp(dialled, 'normal');
    await s.answeredCall();
  });
}

function legOf(census: Census, leg: string): Census['legs'][number] | undefined {
  return census.legs.find((candidate) => candidate.leg === leg);
}
