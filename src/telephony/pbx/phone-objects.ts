/** One object of `PUT /ari/asterisk/config/dynamic/res_pjsip/{type}/{id}`, with `{ fields: [{ attribute, value }] }` as body. */
export interface DynamicObject {
  type: 'auth' | 'aor' | 'endpoint';
  id: string;
  fields: { attribute: string; value: string }[];
}

export interface AgentPhone {
  /**
   * Also the endpoint's name. It must not look like a telephone number: a trunk call whose caller has that number would be taken for
   * the phone's, and asked for its password.
   */
  username: string;
  password: string;
  language: string;
  /**
   * False when SIP is spoken on loopback only: no address translator can be in between, so the address that the phone gives is the one
   * to call, and a phone simulated by one program that registers and another that answers can be called.
   */
  overNetwork: boolean;
}

/**
 * What the PBX must hold for an agent's phone to register and be called as `PJSIP/<username>`, in the order in which to create it (delete
 * in the reverse one). Asterisk keeps it in its own database, so phones can register while the backend is away.
 */
export function phoneObjects({ username, password, language, overNetwork }: AgentPhone): DynamicObject[] {
  return [
    object('auth', username, { auth_type: 'userpass', username, password }),
    object('aor', username, {
      // A phone that registers again from another address replaces its old one.
      max_contacts: '1',
      remove_existing: 'yes',
      minimum_expiration: '30',
      maximum_expiration: '600',
      // Keeps the way through an address translator open. A phone that does not answer is not called until it does.
      qualify_frequency: overNetwork ? '30' : '0',
    }),
    object('endpoint', username, {
      context: 'guichet-agents',
      auth: username,
      aors: username,
      disallow: 'all',
      allow: 'alaw,ulaw,g722,opus',
      // auth_username: a REGISTER or INVITE is this phone's only when it answers the challenge as this phone.
      identify_by: 'auth_username,username',
      dtmf_mode: 'auto_info',
      // Media always passes through the PBX. Voice and signalling go back to where they come from, whatever a phone behind an address
      // translator believes its address to be.
      direct_media: 'no',
      rtp_symmetric: 'yes',
      force_rport: 'yes',
      rewrite_contact: overNetwork ? 'yes' : 'no',
      rtp_timeout: '300',
      rtp_timeout_hold: '3600',
      trust_id_outbound: 'yes',
      device_state_busy_at: '1',
      language,
    }),
  ];
}

function object(type: DynamicObject['type'], id: string, values: Readonly<Record<string, string>>): DynamicObject {
  return { type, id, fields: Object.entries(values).map(([attribute, value]) => ({ attribute, value })) };
}
