import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { parseConfiguration } from '../../src/platform/config/parse-configuration.js';
import { dataSourceOptions } from '../../src/platform/database/open-database.js';
import { eventually } from '../support/eventually.js';
import { toneSequence } from '../support/sip/tone-analysis.js';
import { toneWav } from '../support/sip/tone-wav.js';
import { WireLab, type LabAgent } from '../support/wire-lab.js';

const [CALLER_HZ, AGENT_HZ, CONSENT_HZ] = [1000, 1700, 1890];
const TWO_DAYS_MS = 2 * 24 * 3600 * 1000;
/** The job looks every minute. */
const NEXT_MINUTE = { withinMs: 90_000, everyMs: 1_000 };

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
  const said = { profit: null, countsForQuota: false, details: [] };
  const { id } = await lab.rest.send('POST', '/disposition-groups', {
    name: 'Ventes',
    currency: 'EUR',
    includeSystem: false,
    dispositions: [
      { code: 'SALE', label: 'Vente', category: 'positive', ...said },
      { code: 'NO', label: 'Refus', category: 'argued', ...said },
    ],
  });
  const consent = await lab.rest.upload(toneWav([{ hz: CONSENT_HZ, ms: 1_500 }]), 'Consentement');
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, {
    messages: { welcomeAudioId: null },
    wrapUpSeconds: null,
    dispositionGroupId: id,
    recording: { mode: 'dispositions', dispositionCodes: ['SALE'], retentionDays: 30, consentAudioId: consent.id },
  });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

/** The caller has heard the message, talked to Anne and hung up; she wraps up. */
async function talkedTo(anne: LabAgent, from: string): Promise<string> {
  const caller = await lab.dial({ from, says: { hz: CALLER_HZ } });
  await caller.media.heard.waitForTone(CONSENT_HZ, { forMs: 500 });
  // Nobody is rung while a caller has not heard all of it.
  expect(await lab.agentState(anne.id)).toBe('available');
  const agent = await anne.phone.nextCall();
  await agent.answer();
  await caller.media.heard.waitForTone(AGENT_HZ, { forMs: 1_000 });
  await agent.media.heard.waitForTone(CALLER_HZ, { forMs: 1_000 });
  await caller.hangUp();
  return (await lab.ended(from)).id as string;
}

const say = (anne: LabAgent, callId: string, code: string): Promise<unknown> =>
  lab.rest.send('POST', `/agents/${anne.id}/disposition`, { callId, code });

/** The only recording of the call, once it is decided so. */
async function recordingOf(callId: string, decided: boolean): Promise<{ id: string; sha256: string; agentIds: string[] }> {
  return eventually(
    async () => {
      const { items } = await lab.rest.get(`/recordings?callId=${callId}`);
      return items[0]?.decided === decided ? items[0] : null;
    },
    { what: `the recording to be ${decided ? 'kept' : 'left for a day'}`, withinMs: 20_000 },
  );
}

/** Nobody waits for so long: the recording becomes older instead. */
async function twoDaysPass(id: string): Promise<void> {
  const database = new DataSource(dataSourceOptions(parseConfiguration(lab.environment).database));
  await database.initialize();
  const older = 'UPDATE recordings SET startedAt = startedAt - ?, disposedAt = disposedAt - ? WHERE id = ?';
  await database.query(older, [TWO_DAYS_MS, TWO_DAYS_MS, id]);
  await database.destroy();
}

const open = (id: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  lab.rest.open(`/recordings/${id}/audio`, AbortSignal.timeout(10_000), headers);

describe('a conversation that is recorded for its disposition', () => {
  it('is announced, kept with the right one, and served whole and in parts under the name of its call', async () => {
    const anne = await lab.agent('anne', { says: { hz: AGENT_HZ } });
    const callId = await talkedTo(anne, '+33611111611');
    await recordingOf(callId, false);
    await say(anne, callId, 'SALE');
    const { id, sha256, agentIds } = await recordingOf(callId, true);
    expect(agentIds).toEqual([anne.id]);
    const whole = await open(id);
    const wav = Buffer.from(await whole.arrayBuffer());
    expect(createHash('sha256').update(wav).digest('hex')).toBe(sha256);
    expect(whole.headers.get('content-disposition')).toMatch(new RegExp(`^inline; filename="${callId}_[-0-9T.]+Z\\.wav"$`));
    const part = await open(id, { range: 'bytes=44-1643' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 44-1643/${String(wav.length)}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(wav.subarray(44, 1644))).toBe(true);
    const end = await open(id, { range: 'bytes=-1600' });
    expect(Buffer.from(await end.arrayBuffer()).equals(wav.subarray(-1600))).toBe(true);
    expect((await open(id, { range: `bytes=${String(wav.length)}-` })).status).toBe(416);
    const right = Int16Array.from({ length: (wav.length - 44) / 4 }, (_, n) => wav.readInt16LE(46 + 4 * n));
    expect([...new Set(toneSequence(right).map(({ hz }) => Math.round(hz / 10) * 10))]).toEqual([AGENT_HZ]);
    const { timeline } = await lab.rest.get(`/calls/${callId}`);
    const told = (timeline as { type: string; purpose?: string }[]).map(({ type, purpose }) => purpose ?? type);
    expect(told.filter((what) => what === 'recording-consent')).toHaveLength(1);
    expect(told.indexOf('recording-consent')).toBeLessThan(told.indexOf('call-queued'));
  });

  it('is there for a day with another, comes back with a correction, and is deleted in the end', async () => {
    const anne = await lab.agent('anne', { says: { hz: AGENT_HZ } });
    const callId = await talkedTo(anne, '+33611111612');
    await say(anne, callId, 'NO');
    const { id } = await recordingOf(callId, false);
    const file = join(lab.environment['DATA_DIR'] ?? '', 'recordings', `${id}.wav`);
    await say(anne, callId, 'SALE');
    await recordingOf(callId, true);
    await say(anne, callId, 'NO');
    await recordingOf(callId, false);
    expect(existsSync(file)).toBe(true);
    await lab.backend.kill();
    await twoDaysPass(id);
    await lab.backend.start();
    await eventually(async () => (await lab.rest.get(`/recordings?callId=${callId}`)).total === 0, {
      what: 'the recording to be deleted',
      ...NEXT_MINUTE,
    });
    expect(existsSync(file)).toBe(false);
    const deleted = await eventually(
      async () => {
        const { timeline } = await lab.rest.get(`/calls/${callId}`);
        return (timeline as { type: string; why?: string }[]).find(({ type }) => type === 'recording-deleted') ?? null;
      },
      { what: 'the timeline to say so' },
    );
    expect(deleted).toMatchObject({ why: 'disposition' });
    // The other call's, which was kept.
    expect((await lab.rest.get('/recordings')).total).toBe(1);
  });
});
