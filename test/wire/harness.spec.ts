import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { BareAsterisk, KEYS, PHONE, PROMPT } from '../support/sip/bare-asterisk.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { atInstant } from '../support/at-instant.js';
import { recogniseSequence } from '../support/sip/tone-analysis.js';
import { PhoneBank, runLoad } from '../support/sip/sipp-load.js';
import { SippAgent, type AgentOptions } from '../support/sip/sipp-agent.js';
import { SippCaller, type CallOptions } from '../support/sip/sipp-caller.js';
import type { Command } from '../support/sip/sipp-process.js';

let asterisk: BareAsterisk;
let sipp: Command;
const open: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
  const programs = await labPrograms();
  sipp = programs.sipp;
  asterisk = await BareAsterisk.start(programs);
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

afterAll(async () => {
  await asterisk.stop();
});

async function dial(to: string, options: Partial<CallOptions> = {}): Promise<SippCaller> {
  const caller = await SippCaller.dial({ sipp, pbx: asterisk.address, from: '0612345678', to, ...options });
  open.push(caller);
  return caller;
}

async function register(options: Partial<AgentOptions> = {}): Promise<SippAgent> {
  const agent = await SippAgent.register({ sipp, pbx: asterisk.address, ...PHONE, ...options });
  open.push(agent);
  return agent;
}

describe('a caller', () => {
  test('hears what is played before the answer, and goes on hearing after it', async () => {
    const caller = await dial('100');
    const early = await caller.earlyMedia();
    await caller.media.heard.waitForTone(1004);
    expect(caller.steps.has('answered')).toBe(false);
    const answered = await caller.answered();
    expect(answered.at.ms).toBeGreaterThan(early.at.ms + 1_500);
    await caller.media.heard.waitForTone(1004);
    await caller.hangUp();
    expect((await caller.ended()).value).toBe('hung-up');
  });

  test('gives up during early media', async () => {
    const caller = await dial('101');
    await caller.media.heard.waitForTone(1004);
    await caller.hangUp();
    expect((await caller.ended()).value).toBe('cancelled');
    expect((await caller.rejected()).value.status).toBe(487);
  });

  test('gives up at once, before the number has even rung', async () => {
    const caller = await dial('101');
    await caller.hangUp();
    expect((await caller.ended()).value).toBe('cancelled');
  });

  test('is refused with the status the PBX chose', async () => {
    const caller = await dial('400');
    expect((await caller.rejected()).value.status).toBe(486);
    await expect(caller.answered()).rejects.toThrow(/the call is over \(rejected\)/);
  });

  test.each(['PCMU', 'PCMA'] as const)('hears own voice come back in %s', async (codec) => {
    const caller = await dial('200', { codecs: [codec], says: { hz: 700 } });
    await caller.answered();
    await caller.media.heard.waitForTone(700, { forMs: 400 });
    caller.media.say({ hz: 1300 });
    await caller.media.heard.waitForTone(1300);
    caller.media.say('silence');
    await caller.media.heard.waitForSilence();
  });

  test('recognises a prompt by its tones and is hung up on at its end', async () => {
    const caller = await dial('500');
    await caller.endedByPeer();
    const melody = caller.media.heard.toneSequence();
    expect(melody).toHaveLength(3);
    for (const { from, to } of melody) expect(to - from).toBeGreaterThan(300);
    expect(recogniseSequence(melody, { prompt: PROMPT, other: [{ hz: 440 }, { hz: 880 }] })).toBe('prompt');
    expect((await caller.ended()).value).toBe('peer-hung-up');
  });

  test.each(['rtp', 'info'] as const)('presses keys by %s', async (by) => {
    const caller = await dial('600');
    await caller.answered();
    await caller.sendDtmf(KEYS.expected, by);
    await caller.media.heard.waitForTone(KEYS.rightHz);
  });

  test('puts the line on hold and takes it back', async () => {
    const caller = await dial('200', { says: { hz: 700 } });
    await caller.media.heard.waitForTone(700);
    expect((await caller.hold()).status).toBe(200);
    expect((await caller.unhold()).status).toBe(200);
    await caller.media.heard.waitForTone(700);
  });

  test('dials with an account, answering the challenge', async () => {
    const caller = await dial('200', { from: PHONE.username, credentials: PHONE });
    await caller.answered();
    expect(caller.ladder()).toContain('401 Unauthorized');
    await caller.hangUp();
  });

  test('asks for a transfer and learns the answer', async () => {
    const caller = await dial('200');
    await caller.answered();
    // Whether it is granted is the PBX's affair.
    expect((await caller.refer(`sip:100@127.0.0.1:${asterisk.address.port}`)).status).toBeGreaterThanOrEqual(200);
    await caller.hangUp();
    await caller.ended();
  });

  test('vanishes without a word', async () => {
    const caller = await dial('200');
    await caller.answered();
    await caller.vanish();
    expect((await caller.ended()).value).toBe('lost');
  });
});

describe('an agent’s phone', () => {
  test('rings, answers on command, and both sides hear each other', async () => {
    const agent = await register({ says: { hz: 500 } });
    const caller = await dial('300', { displayName: 'Zoé Martin', says: { hz: 900 } });
    const call = await agent.nextCall();
    await caller.ringing();
    expect(call.fromUser).toBe('0612345678');
    expect(call.displayName).toBe('Zoé Martin');
    await call.answer();
    await caller.answered();
    await caller.media.heard.waitForTone(500);
    await call.media.heard.waitForTone(900);
    await call.hangUp();
    await caller.endedByPeer();
    expect(call.ending).toBe('hung-up');
  });

  test('takes call after call by itself, and is hung up on', async () => {
    const agent = await register({ behaviour: { does: 'answer', afterMs: 100 } });
    for (const hz of [600, 800]) {
      const caller = await dial('300', { says: { hz } });
      const call = await agent.nextCall();
      await call.answered();
      await call.media.heard.waitForTone(hz);
      await caller.hangUp();
      await call.endedByPeer();
      expect((await call.ended()).value).toBe('peer-hung-up');
      expect(call.answeredAt!.ms - call.invitedAt.ms).toBeGreaterThanOrEqual(95);
    }
    expect(agent.openCalls).toHaveLength(0);
  });

  test('stops ringing when the caller gives up', async () => {
    const agent = await register();
    const caller = await dial('300');
    const call = await agent.nextCall();
    await caller.ringing();
    await caller.hangUp();
    await call.cancelled();
    expect((await call.ended()).value).toBe('cancelled');
  });

  test('stops ringing when the PBX gives up', async () => {
    const agent = await register();
    await dial('301');
    const call = await agent.nextCall();
    const cancelled = await call.cancelled();
    expect(cancelled.at.ms - call.invitedAt.ms).toBeGreaterThan(900);
  });

  test.each([486, 603] as const)('refuses with %i', async (code) => {
    const agent = await register({ behaviour: { does: 'refuse', code } });
    const caller = await dial('300');
    const call = await agent.nextCall();
    await call.ended();
    expect(call.ending).toBe('rejected');
    expect((await caller.rejected()).value.status).toBeGreaterThanOrEqual(400);
  });

  test('presses a key, and holds, within the call it took', async () => {
    const agent = await register();
    const caller = await dial('300');
    const call = await agent.nextCall();
    await call.answer();
    await caller.answered();
    await call.sendDtmf('7');
    expect((await call.hold()).status).toBe(200);
    expect((await call.unhold()).status).toBe(200);
    expect(caller.media.keysHeard).toEqual(['7']);
  });

  test('can be unplugged: the call goes nowhere until it is plugged in again', async () => {
    const agent = await register({ behaviour: { does: 'answer' } });
    agent.pullCable();
    const caller = await dial('301');
    await caller.rejected();
    expect(agent.calls).toHaveLength(0);
    agent.plugIn();
    await dial('300');
    await (await agent.nextCall()).answered();
  });

  test('is told why when its password is wrong', async () => {
    await expect(register({ password: 'wrong' })).rejects.toThrow(/could not register.*401/);
  });

  test('gets no call any more once it has unregistered', async () => {
    const agent = await register();
    await agent.unregister();
    const caller = await dial('300');
    await caller.rejected();
    expect(agent.calls).toHaveLength(0);
  });
});

describe('many calls', () => {
  test('thirty callers are heard and hear at the same time', async () => {
    const callers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => dial('200', { from: `06000000${index + 10}`, says: { hz: 600 + 40 * index } })),
    );
    await Promise.all(callers.map((caller) => caller.answered()));
    await Promise.all(callers.map((caller, index) => caller.media.heard.waitForTone(600 + 40 * index, { forMs: 300 })));
    await Promise.all(callers.map((caller) => caller.hangUp()));
  });

  test('a load of calls is counted and timed', async () => {
    const bank = await PhoneBank.start({ sipp, pbx: asterisk.address, accounts: [PHONE], ringMs: 50 });
    open.push(bank);
    const calls = Array.from({ length: 40 }, (_, index) => ({ to: index % 4 === 3 ? '400' : '300', from: `06${index}` }));
    const result = await runLoad({ sipp, pbx: asterisk.address, calls, perSecond: 20, talkMs: 300, withinMs: 20_000 });
    expect(result).toMatchObject({ calls: 40, answered: 30, succeeded: 30, failed: 10 });
    expect(result.answerMs!.p50).toBeGreaterThanOrEqual(50);
  });
});

describe('races', () => {
  test('a caller who hangs up while the agent answers leaves nobody behind', async () => {
    const agent = await register();
    for (let round = 0; round < 8; round++) {
      const caller = await dial('300');
      const call = await agent.nextCall();
      await caller.ringing();
      const answering = call.answer().catch(() => undefined);
      await caller.hangUp();
      await answering;
      await call.ended();
      expect(['cancelled', 'hung-up']).toContain((await caller.ended()).value);
    }
  });

  test('a caller gives up in the very moment of the answer: the call is over either way', async () => {
    // Spread over the milliseconds around the answer, so that some CANCELs cross the 200 on the wire.
    const callers = await Promise.all(Array.from({ length: 16 }, () => dial('102')));
    await Promise.all(
      callers.map(async (caller, index) => {
        const { at } = await caller.ringing();
        await atInstant(at.ms + 292 + index);
        await caller.hangUp();
        expect(['cancelled', 'hung-up']).toContain((await caller.ended()).value);
      }),
    );
  });

  test('both hang up at once', async () => {
    const agent = await register({ behaviour: { does: 'answer' } });
    for (let round = 0; round < 5; round++) {
      const caller = await dial('300');
      const call = await agent.nextCall();
      await Promise.all([caller.answered(), call.answered()]);
      await Promise.all([caller.hangUp(), call.hangUp()]);
    }
    expect(agent.openCalls).toHaveLength(0);
  });
});
