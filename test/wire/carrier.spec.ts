import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DID, WireLab } from '../support/wire-lab.js';

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

describe('a carrier that calls the account where we registered', () => {
  it('brings its caller to the number of the To header', async () => {
    const caller = await lab.dial({ to: 'site7', toHeader: DID, from: '+33611111601' });
    await caller.answered();
    await caller.hangUp();
    expect(await lab.ended('+33611111601')).toMatchObject({ did: DID, ending: { how: 'abandoned' } });
  });

  it('is told that there is no such number when the To header has none either', async () => {
    const caller = await lab.dial({ to: 'site7', from: '+33611111602' });
    expect((await caller.rejected()).value).toMatchObject({ status: 404 });
  });
});
