import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeTelephony } from '../../test/support/fake-telephony/fake-telephony.js';
import { eventually } from '../../test/support/eventually.js';
import { SilentLog } from '../../test/support/silent-log.js';
import { VirtualClock } from '../../test/support/virtual-clock.js';
import { CAUTIOUS_POLICY } from '../core/dialling/dial-policy.js';
import { brandId, type AgentId, type LegId } from '../core/kernel/ids.js';
import type { Telephony } from '../core/ports/telephony.js';
import { AgentPhones } from './agent-phones.js';
import type { AgentPhone } from './desk.js';
import { OutboundLines } from './outbound-lines.js';

const ANNE = brandId<AgentId>('anne');
const ANNES = {
  agentId: ANNE,
  displayName: 'Anne',
  extension: null,
  skills: new Map(),
  connection: 'per-call',
  followForwarding: false,
} as const;

describe('what is dialled for an agent', () => {
  let phones: AgentPhones;
  let outbound: OutboundLines;
  beforeEach(() => {
    const dialPolicy = () => ({ ...CAUTIOUS_POLICY, maxConcurrentOutbound: 1 });
    outbound = new OutboundLines({ trunkPattern: 'PJSIP/{number}@carrier', dialPolicy });
    phones = new AgentPhones(new FakeTelephony(new VirtualClock()), outbound, new SilentLog());
  });
  const given = (phone: AgentPhone | null): void => phones.configure({ ...ANNES, phone });

  it('is her SIP phone, or the phone of the operator, neither of which costs anything', () => {
    given({ kind: 'sip', accountName: 'agent-1', password: 'secret' });
    expect(phones.dialable(ANNE)).toEqual({ endpoint: 'PJSIP/agent-1', outbound: false });
    given({ kind: 'endpoint', endpoint: 'PJSIP/desk1' });
    expect(phones.dialable(ANNE)).toEqual({ endpoint: 'PJSIP/desk1', outbound: false });
  });

  it('is her number behind the trunk, as long as the dial policy allows the number and another call', () => {
    given({ kind: 'number', number: '+33612345678' });
    expect(phones.dialable(ANNE)).toEqual({ endpoint: 'PJSIP/+33612345678@carrier', outbound: true });
    const leg = brandId<LegId>('pbx1:1');
    outbound.dialled(leg);
    expect(phones.dialable(ANNE)).toMatchObject({ refused: expect.stringContaining('as many outbound calls') });
    outbound.ended(leg);
    expect(phones.dialable(ANNE)).toMatchObject({ outbound: true });
  });

  it('is nothing when the policy refuses the number, and nothing when she has no phone', () => {
    given({ kind: 'number', number: '+33899123456' });
    expect(phones.dialable(ANNE)).toMatchObject({ refused: expect.stringContaining('denied-prefix') });
    given(null);
    expect(phones.dialable(ANNE)).toMatchObject({ refused: expect.any(String) });
  });

  it('forgets outbound calls that ended while the PBX was out of reach', () => {
    given({ kind: 'number', number: '+33612345678' });
    outbound.dialled(brandId<LegId>('pbx1:1'));
    outbound.recount([]);
    expect(phones.dialable(ANNE)).toMatchObject({ outbound: true });
  });
});

describe('the SIP account of an agent who left', () => {
  const phone = { kind: 'sip', accountName: 'agent-1', password: 'secret' } as const;
  const anne = { ...ANNES, phone };

  /** What is on a PBX that was away while `meanwhile` happened, and is back. */
  async function afterOutage(meanwhile: (phones: AgentPhones) => void): Promise<string[]> {
    const accounts = new Set(['of-another-installation']);
    const pbx = {
      ready: true,
      provisionPhone: async ({ name }: { name: string }) => void accounts.add(name),
      removePhone: async (name: string) => void accounts.delete(name),
    };
    const outbound = new OutboundLines({ trunkPattern: null, dialPolicy: () => CAUTIOUS_POLICY });
    const phones = new AgentPhones(pbx as unknown as Telephony, outbound, new SilentLog());
    phones.configure(anne);
    await eventually(() => accounts.has('agent-1'), { what: 'the account on the PBX' });
    pbx.ready = false;
    meanwhile(phones);
    pbx.ready = true;
    phones.provisionAll();
    // Requests are made one after another: when this one is done, so are those before.
    await phones.withdraw('nobody');
    return [...accounts];
  }

  it('is taken off a PBX that was away meanwhile as soon as it is back, and no other account is', async () => {
    expect(await afterOutage((phones) => phones.remove(ANNE))).toEqual(['of-another-installation']);
  });

  it('stays when somebody was given it again before', async () => {
    const given = await afterOutage((phones) => {
      phones.remove(ANNE);
      phones.configure(anne);
    });
    expect(given).toContain('agent-1');
  });
});
