import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, spokenFor } from '../support/wire-journeys.js';
import { TONES, WireLab } from '../support/wire-lab.js';

let lab: WireLab;
let messages: string;

beforeAll(async () => {
  lab = await WireLab.start();
  messages = join(lab.environment['DATA_DIR'] ?? '', 'voicemails');
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { opening: { whenClosed: 'voicemail' } });
  await lab.rest.send('PUT', `/campaigns/${lab.campaignId}/override`, { state: 'closed' });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

/** A file where the directory should be: nothing can be written into it, whoever we are. */
function refuseWrites(): void {
  rmSync(messages, { recursive: true, force: true });
  writeFileSync(messages, '');
}

/** A caller who has spoken, and hears that the message is not safe. */
async function apologisedTo(from: string): Promise<void> {
  const caller = await lab.dial({ from, says: { hz: 1300 } });
  await caller.media.heard.waitForTone(TONES['voicemail-greeting'], { withinMs: 15_000 });
  await spokenFor(lab, from, 3_000);
  await caller.sendDtmf('#');
  await caller.media.heard.waitForTone(TONES.apology);
  await caller.endedByPeer();
  expect((await lab.ended(from)).ending).toEqual({ how: 'failed', during: 'voicemail', blame: 'guichet' });
  expect((await lab.rest.get('/voicemails')).items.some(({ caller: other }: { caller: string }) => other === from)).toBe(false);
}

describe('a message that our disk refuses', () => {
  it('is brought from the PBX when there is room, which the log has asked for once', async () => {
    refuseWrites();
    await apologisedTo('+33611111901');
    rmSync(messages);
    const { id } = await messageOf(lab, '+33611111901', 1300, 30_000);
    const call = await lab.ended('+33611111901');
    expect(await lab.rest.get(`/calls/${String(call.id)}`)).toMatchObject({ ending: { how: 'failed' }, voicemailId: id });
    expect(lab.backend.printed.split('could not be brought to our disk')).toHaveLength(2);
  });

  it('is brought by the next backend', async () => {
    refuseWrites();
    await apologisedTo('+33611111902');
    await lab.backend.stop();
    rmSync(messages);
    await lab.backend.start();
    await messageOf(lab, '+33611111902', 1300, 30_000);
  });
});
