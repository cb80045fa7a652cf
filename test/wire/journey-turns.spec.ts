import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { timelineOf } from '../support/wire-journeys.js';
import { DID, TONES, WireLab } from '../support/wire-lab.js';

let lab: WireLab;
let scenarios = 0;

beforeAll(async () => {
  lab = await WireLab.start();
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

async function campaign(changes: object): Promise<void> {
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, changes);
}

async function scenario(nodes: Readonly<Record<string, object>>, inputs: readonly string[] = []): Promise<string> {
  const body = { name: `Virage ${String((scenarios += 1))}`, language: 'fr', start: 'start', inputs, nodes };
  return String((await lab.rest.send('POST', '/ivr-scenarios', body)).id);
}

const saying = (name: keyof typeof TONES): object => ({ type: 'hang-up', prompt: [{ audioId: `builtin:${name}` }] });

async function dial(from: string): Promise<SippCaller> {
  const caller = await lab.dial({ from });
  await caller.answered();
  return caller;
}

describe('a caller of a campaign that answers first', () => {
  it('is answered, and then welcomed', async () => {
    await campaign({ messages: { welcomeBeforeAnswer: false } });
    const caller = await lab.dial({ from: '+33611111751' });
    await caller.answered();
    await caller.media.heard.waitForTone(TONES.welcome);
    await caller.hangUp();
    const record = await lab.ended('+33611111751');
    expect(record.ending).toMatchObject({ how: 'abandoned', during: 'greeting' });
    const told = (await timelineOf(lab, record.id)).map(({ type }) => type);
    expect(told.indexOf('call-answered')).toBeLessThan(told.indexOf('sound-played'));
    await campaign({ messages: { welcomeAudioId: null } });
  });
});

describe('a caller whose way depends on who calls, what, when and what was typed', () => {
  it('takes every turn, through a scenario within the scenario', async () => {
    const day = [{ from: '00:00', to: '24:00' }];
    const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    const days = Object.fromEntries(names.map((name) => [name, day]));
    const { id: workScheduleId } = await lab.rest.send('POST', '/work-schedules', { name: 'Toujours', timeZone: 'Europe/Paris', days });
    const onlyIf = (when: object[], next: string): object => ({ type: 'branch', cases: [{ when, next }], else: 'bye' });
    const inner = await scenario(
      {
        start: onlyIf([{ kind: 'variable', name: 'who', is: 'equals', value: 'known 611' }], 'open'),
        open: onlyIf([{ kind: 'calendar', workScheduleId, is: 'open' }], 'back'),
        bye: saying('goodbye'),
        back: { type: 'end' },
      },
      ['who'],
    );
    const beforeQueueId = await scenario({
      start: onlyIf(
        [
          { kind: 'caller', prefixes: ['+33611'] },
          { kind: 'did', numbers: [DID] },
          { kind: 'time', timeZone: 'Europe/Paris' },
        ],
        'card',
      ),
      card: {
        type: 'gather',
        prompt: [{ audioId: 'builtin:callback-enter-number' }],
        invalidPrompt: [{ audioId: 'builtin:callback-invalid' }],
        variable: 'card',
        minDigits: 16,
        maxDigits: 16,
        check: { kind: 'luhn' },
        ok: 'note',
        failed: 'bye',
      },
      note: { type: 'set', variable: 'who', value: 'known 611', next: 'inner' },
      inner: { type: 'sub-scenario', scenarioId: inner, next: 'right' },
      right: saying('callback-accepted'),
      bye: saying('goodbye'),
    });
    await campaign({ ivr: { beforeQueueId } });
    const caller = await dial('+33611111752');
    await caller.media.heard.waitForTone(TONES['callback-enter-number']);
    await caller.sendDtmf('4111111111111112');
    await caller.media.heard.waitForTone(TONES['callback-invalid']);
    await caller.sendDtmf('4111111111111111');
    await caller.media.heard.waitForTone(TONES['callback-accepted']);
    await caller.endedByPeer();
    const record = await lab.ended('+33611111752');
    expect(record.ending).toMatchObject({ how: 'self-served' });
    const timeline = await timelineOf(lab, record.id);
    const keys = timeline
      .filter(({ step }) => step === 'keys-collected')
      .map(({ keys: typed, outcome }) => `${String(typed)} ${String(outcome)}`);
    expect(keys).toEqual([expect.stringMatching(/ invalid$/), '************1111 accepted']);
    expect(JSON.stringify(timeline)).not.toContain('4111111111111111');

    const stranger = await dial('+33722222222');
    await stranger.media.heard.waitForTone(TONES.goodbye);
    await stranger.endedByPeer();
    await campaign({ ivr: { beforeQueueId: null } });
  });

  it('waits for an agent with the skill that the scenario asks for', async () => {
    const group = await lab.rest.send('POST', '/skill-groups', { name: 'Langues', skills: [{ name: 'Anglais' }] });
    const skillId = String(group.skills[0].id);
    await campaign({ ivr: { beforeQueueId: await scenario({ start: { type: 'enqueue', skills: [{ skillId, minimumLevel: 5 }] } }) } });
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
    const caller = await dial('+33611111753');
    await caller.media.heard.waitForSound();
    await lab.callFrom('+33611111753', ({ phase }) => phase === 'waiting', 'the caller to be in the line');
    expect(await lab.agentState(anne.id)).toBe('available');
    await lab.rest.send('PATCH', `/agents/${anne.id}`, { skills: [{ skillId, level: 5 }] });
    await caller.media.heard.waitForTone(1700);
    await caller.hangUp();
    await lab.ended('+33611111753');
    await campaign({ ivr: { beforeQueueId: null } });
  });
});

describe('a caller whom a criterion sends on', () => {
  const NOTHING = { audioId: null, scenarioId: null, number: null };

  it('goes where that criterion leads: a full line to a scenario, the end of the loops to a message', async () => {
    const full = { ...NOTHING, kind: 'deterrent', scenarioId: await scenario({ start: saying('goodbye') }) };
    await campaign({
      messages: { loopSeconds: 5, menuAudioId: null },
      overflow: {
        ...{ waitSeconds: null, queueLength: 0, loops: 1 },
        strategy: { ...NOTHING, kind: 'deterrent' },
        perCriterion: { queueLength: full, loops: { ...NOTHING, kind: 'voicemail' } },
      },
    });
    const first = await dial('+33611111754');
    await lab.callFrom('+33611111754', ({ phase }) => phase === 'waiting', 'the first caller to wait');
    const second = await lab.dial({ from: '+33611111755' });
    await second.media.heard.waitForTone(TONES.goodbye);
    await second.endedByPeer();
    expect((await lab.ended('+33611111755')).ending).toMatchObject({ how: 'deterred', blame: 'campaign' });
    await first.media.heard.waitForTone(TONES['voicemail-greeting']);
    await first.hangUp();
    const { id } = await lab.ended('+33611111754');
    expect(await timelineOf(lab, id)).toContainEqual(expect.objectContaining({ type: 'overflowed', criterion: 'loops' }));
  });

  it('is back in the line when three numbers to be called back on were none, and the next overflow deters', async () => {
    await campaign({
      messages: { loopSeconds: 5 },
      overflow: {
        ...{ waitSeconds: null, queueLength: null, loops: 1 },
        strategy: { ...NOTHING, kind: 'callback' },
        perCriterion: { queueLength: null, loops: null },
      },
    });
    const caller = await dial('+33611111757');
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await caller.media.heard.waitForTone(TONES['callback-offer']);
      await caller.sendDtmf('55#');
      await caller.media.heard.waitForTone(TONES['callback-invalid']);
    }
    await lab.callFrom('+33611111757', ({ phase }) => phase === 'waiting', 'the caller to be back in the line');
    await caller.media.heard.waitForTone(TONES.deterrent, { forMs: 1_000, withinMs: 20_000 });
    await caller.endedByPeer();
    const { id, ending } = await lab.ended('+33611111757');
    expect(ending).toMatchObject({ how: 'deterred' });
    const refused = (await timelineOf(lab, id)).filter(({ type }) => type === 'callback-refused').map(({ why }) => String(why));
    expect(refused).toEqual(['invalid', 'invalid', 'invalid', 'no-number']);
    expect((await lab.rest.get('/callbacks')).items).toEqual([]);
  });

  it('meets a whole scenario where the menu would be, and keeps the place unless it leads away', async () => {
    const menuScenarioId = await scenario({
      start: {
        type: 'menu',
        prompt: [{ audioId: 'builtin:callback-offer' }],
        choices: [
          { key: '2', next: 'stay' },
          { key: '3', next: 'leave' },
        ],
        onTimeout: 'stay',
        onInvalid: 'stay',
      },
      stay: { type: 'end' },
      leave: saying('goodbye'),
    });
    await campaign({
      messages: { menuScenarioId, loopSeconds: 60 },
      overflow: { waitSeconds: null, queueLength: null, loops: null, perCriterion: { queueLength: null, loops: null } },
    });
    const caller = await dial('+33611111756');
    await caller.media.heard.waitForTone(TONES['callback-offer']);
    await caller.sendDtmf('2');
    const since = performance.now();
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['callback-offer'], { since });
    expect(await lab.callFrom('+33611111756', ({ phase }) => phase === 'waiting', 'the caller in the line')).toBeDefined();
    await caller.sendDtmf('3');
    await caller.media.heard.waitForTone(TONES.goodbye);
    await caller.endedByPeer();
    expect((await lab.ended('+33611111756')).ending).toMatchObject({ how: 'self-served' });
  });
});
