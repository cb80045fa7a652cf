import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { labPrograms } from '../support/sip/lab-programs.js';
import { FORWARDS_TO } from '../support/sip/phone-scenario.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { eventually } from '../support/eventually.js';
import { timelineOf } from '../support/wire-journeys.js';
import { WireLab, type LabAgent } from '../support/wire-lab.js';

const CALLER = 1000;
const OUTSIDE = 1900;

let carrier: SippAgent;
let lab: WireLab;

beforeAll(async () => {
  const { sipp } = await labPrograms();
  const sip = await freeUdpPort();
  carrier = await SippAgent.listen({ sipp, pbx: { host: LOOPBACK, port: sip }, username: 'carrier', password: '', says: { hz: OUTSIDE } });
  lab = await WireLab.start({ PBX_SIP_PORT: String(sip), PBX_TRUNK: `${carrier.address.host}:${String(carrier.address.port)}` });
  await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { ringTimeoutSeconds: 10 });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  await carrier.close();
});

const forwarder = (followForwarding = true): Promise<LabAgent> =>
  lab.agent('anne', { behaviour: { does: 'refuse', code: 302 } }, { followForwarding });

async function told(number: string): Promise<{ type: string; [field: string]: unknown }[]> {
  const { id } = await lab.callFrom(number, () => true, 'the call');
  return timelineOf(lab, String(id));
}

describe('a phone that forwards its calls, of an agent whose forwarding is followed', () => {
  it('has the number rung behind the trunk, with caller and campaign on its display, and who answers there talks to the caller', async () => {
    const from = '+33611111801';
    await forwarder();
    const caller = await lab.dial({ from, says: { hz: CALLER } });
    const outside = await carrier.nextCall();
    expect(outside.invite.startLine).toContain(FORWARDS_TO);
    expect([outside.fromUser, outside.displayName]).toEqual([from, 'Support']);
    await outside.answer();
    await Promise.all([caller.media.heard.waitForTone(OUTSIDE), outside.media.heard.waitForTone(CALLER)]);
    await outside.hangUp();
    await caller.ended();
    expect((await lab.ended(from)).ending).toMatchObject({ how: 'answered', blame: 'agent' });
    expect(await told(from)).toContainEqual(expect.objectContaining({ type: 'offer-forwarded', number: FORWARDS_TO, refused: null }));
  });

  it('lets the number stop ringing with the caller', async () => {
    const from = '+33611111802';
    await forwarder();
    const caller = await lab.dial({ from });
    const outside = await carrier.nextCall();
    outside.ring();
    await caller.hangUp();
    await outside.cancelled();
  });

  it('leaves nothing ringing when the backend is killed meanwhile, and the caller is offered again', async () => {
    const from = '+33611111803';
    await forwarder();
    const caller = await lab.dial({ from, says: { hz: CALLER } });
    const outside = await carrier.nextCall();
    outside.ring();
    await lab.backend.kill();
    await lab.backend.start();
    await outside.cancelled();
    const again = await carrier.nextCall();
    await again.answer();
    await caller.media.heard.waitForTone(OUTSIDE);
    await caller.hangUp();
    await lab.ended(from);
  });

  it('has refused when the dial policy does not allow the number, and the timeline says so', async () => {
    const from = '+33611111804';
    const policy = await lab.rest.get('/dial-policy');
    const body = { ...policy, deniedPrefixes: [...policy.deniedPrefixes, '+336123'] };
    delete body.version;
    await lab.rest.send('PUT', '/dial-policy', body);
    try {
      const anne = await forwarder();
      const caller = await lab.dial({ from });
      await eventually(async () => (await lab.agentState(anne.id)) === 'paused', { what: 'the agent to be paused', withinMs: 20_000 });
      expect(await lab.onPbx('channels')).toHaveLength(1);
      await caller.hangUp();
      await lab.ended(from);
      const refused = (await told(from)).filter(({ type }) => type === 'offer-forwarded').map((entry) => entry['refused']);
      expect(refused).toEqual(['denied-prefix', 'denied-prefix']);
    } finally {
      await lab.rest.send('PUT', '/dial-policy', { ...body, deniedPrefixes: policy.deniedPrefixes });
    }
  });
});
