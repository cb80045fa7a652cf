import type { PhoneAccount } from '../../core/ports/telephony.js';
import type { AriRequests } from './ari-requests.js';

const TECHNOLOGY = 'PJSIP/';
const CONFIG = 'res_pjsip';
/** The dialplan context that leads to us and nowhere else. */
const CONTEXT = 'guichet-agents';

/** Device states of a phone that a call would not reach; `UNKNOWN` says nothing and changes nothing. */
const OUT_OF_REACH = new Set(['UNAVAILABLE', 'INVALID']);

interface EndpointState {
  readonly resource: string;
  /** `online` when the phone is registered and answers. */
  readonly state?: string;
}

/**
 * The agents' phones: SIP accounts that Asterisk keeps in its own database, and whether each can be called.
 * Reachability comes from device states. A subscription to the endpoints would tell it too, but brings every event of every PJSIP channel
 * a second time, those of other applications included.
 */
export class AriPhones {
  private readonly reachable = new Map<string, boolean>();

  constructor(
    private readonly requests: AriRequests,
    private readonly tell: (phone: string, reachable: boolean) => void,
  ) {}

  /** Throws `AriFault` when this PBX has no writable place for accounts: its `sorcery.conf` lacks our lines. */
  async provision({ name, password }: PhoneAccount): Promise<void> {
    // The endpoint last: it refers to the others, and a phone that registers meanwhile finds all or nothing.
    await this.put('auth', name, { auth_type: 'userpass', username: name, password });
    await this.put('aor', name, {
      max_contacts: '1',
      // A phone that lost its address registers anew from another: the old contact would only swallow calls.
      remove_existing: 'yes',
      // Seconds between the PBX's checks that the phone is still there.
      qualify_frequency: '30',
      qualify_timeout: '3.0',
      maximum_expiration: '3600',
      minimum_expiration: '30',
    });
    await this.put('endpoint', name, {
      auth: name,
      aors: name,
      context: CONTEXT,
      callerid: `"${name}" <${name}>`,
      identify_by: 'auth_username,username',
      disallow: 'all',
      allow: 'alaw,ulaw,g722,opus',
      dtmf_mode: 'auto_info',
      // Media passes through the PBX: it is recorded, mixed and replaced by music there.
      direct_media: 'no',
      rtp_symmetric: 'yes',
      force_rport: 'yes',
      rewrite_contact: 'yes',
      // Seconds. A comfort packet keeps the way through an address translator open; five minutes without any is no call.
      rtp_keepalive: '15',
      rtp_timeout: '300',
      rtp_timeout_hold: '3600',
      timers: 'yes',
      // Transfers are ours to carry out: every channel of a phone is told to hand its REFERs over (PJSIP_TRANSFER_HANDLING).
      allow_transfer: 'yes',
      trust_id_inbound: 'no',
      // A phone that stays connected is told in an UPDATE or a re-INVITE what to show. Not as P-Asserted-Identity: the INVITE has one of ours.
      send_rpid: 'yes',
      send_connected_line: 'yes',
      send_pai: 'no',
    });
    await this.tellState(name);
  }

  async remove(name: string): Promise<void> {
    for (const objectType of ['endpoint', 'aor', 'auth']) {
      await this.requests.do('asterisk', 'deleteObject', { configClass: CONFIG, objectType, id: name });
    }
    this.reachable.delete(name);
  }

  endpoint(name: string): string {
    return `${TECHNOLOGY}${name}`;
  }

  /** Subscribes, and tells every phone's state. */
  async watch(): Promise<void> {
    await this.requests.demand('applications', 'subscribe', { applicationName: this.requests.app, eventSource: ['deviceState:'] });
    this.reachable.clear();
    const endpoints = (await this.requests.demand('endpoints', 'listByTech', { tech: 'PJSIP' })) as readonly EndpointState[];
    for (const { resource, state } of endpoints) this.note(resource, state === 'online');
  }

  onDeviceState({ name, state }: { readonly name: string; readonly state: string }): void {
    if (!name.startsWith(TECHNOLOGY) || state === 'UNKNOWN') return;
    this.note(name.slice(TECHNOLOGY.length), !OUT_OF_REACH.has(state));
  }

  /** Told even if it is not new: an account that is made has no device state until something happens to it. */
  private async tellState(name: string): Promise<void> {
    const endpoint = (await this.requests.ask('endpoints', 'get', { tech: 'PJSIP', resource: name })) as EndpointState | 'gone';
    this.reachable.delete(name);
    this.note(name, endpoint !== 'gone' && endpoint.state === 'online');
  }

  private note(phone: string, reachable: boolean): void {
    // A device state also changes with every call of the phone.
    if (this.reachable.get(phone) === reachable) return;
    this.reachable.set(phone, reachable);
    this.tell(phone, reachable);
  }

  private async put(objectType: string, id: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    const fields = Object.entries(attributes).map(([attribute, value]) => ({ attribute, value }));
    await this.requests.demand('asterisk', 'updateObject', { configClass: CONFIG, objectType, id, fields });
  }
}
