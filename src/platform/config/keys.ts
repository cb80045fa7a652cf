export interface ConfigurationKey {
  readonly name: string;
  /** What a value is: a unit, a range or the allowed words. */
  readonly unit: string;
  /** The value when unset, as it would be written; null when unset has a meaning of its own, told in the description. */
  readonly default: string | null;
  readonly description: string;
  /** Never logged, never shown. */
  readonly secret?: true;
}

/** Every key the backend reads, in the order of `.env.example`. A key that is not here is not read anywhere. */
export const CONFIGURATION_KEYS = [
  { name: 'HTTP_HOST', unit: 'address', default: '127.0.0.1', description: 'Address the HTTP API listens on; 0.0.0.0 is every interface.' },
  { name: 'HTTP_PORT', unit: 'port, 0-65535 (0: any free one)', default: '3000', description: 'Port of the HTTP API.' },
  {
    name: 'TRUST_PROXY',
    unit: 'addresses or networks, separated by commas',
    default: null,
    description: 'Reverse proxies whose X-Forwarded-For tells who signs in, e.g. 127.0.0.1,10.0.0.0/8; unset: nobody is believed.',
  },
  { name: 'DATA_DIR', unit: 'directory', default: './data', description: 'Everything Guichet keeps: database, keys, sounds, spill files.' },
  {
    name: 'DATABASE_URL',
    unit: 'sqlite:<file> or mysql://user:password@host[:port]/database',
    default: null,
    description: 'Where the data is; unset: the SQLite file guichet.sqlite in DATA_DIR. MariaDB and MySQL take mysql://.',
    secret: true,
  },
  {
    name: 'GUICHET_ADMIN_PASSWORD',
    unit: 'text, 8-200 characters',
    default: null,
    description:
      'Password of the first account, `admin`, made at the first start only; unset: a random one, printed once and kept in DATA_DIR.',
    secret: true,
  },
  { name: 'LOG_LEVEL', unit: 'error|warn|info|debug', default: 'info', description: 'The least urgent message that is logged.' },
  {
    name: 'LOG_FORMAT',
    unit: 'json|pretty',
    default: null,
    description: 'How messages are written; unset: pretty on a terminal, else JSON.',
  },
  { name: 'DEFAULT_LANGUAGE', unit: 'fr|en', default: 'fr', description: 'Language of campaigns that name none.' },
  { name: 'TZ', unit: 'IANA time zone', default: null, description: 'Time zone of the process; unset: that of the machine.' },
  {
    name: 'ARI_URL',
    unit: 'http(s)://host[:port][/prefix]',
    default: null,
    description: "ARI of the operator's own Asterisk 22; unset: an embedded PBX is started.",
  },
  {
    name: 'ARI_USER',
    unit: 'text',
    default: null,
    description: 'ARI account. Needed with ARI_URL; unset on the embedded PBX: a random one.',
  },
  {
    name: 'ARI_PASSWORD',
    unit: 'text',
    default: null,
    description: 'Password of the ARI account. Needed with ARI_URL; unset on the embedded PBX: a random one.',
    secret: true,
  },
  { name: 'ARI_APP', unit: 'name', default: 'guichet', description: 'Name of the Stasis application.' },
  {
    name: 'PBX_SIP_ADDRESS',
    unit: 'IP address',
    default: '127.0.0.1',
    description: 'Address on which the embedded PBX speaks SIP and RTP.',
  },
  { name: 'PBX_SIP_PORT', unit: 'port, 1-65535', default: '5060', description: 'SIP port of the embedded PBX.' },
  {
    name: 'PBX_RTP_PORTS',
    unit: 'first-last, two ports a channel',
    default: '10000-19999',
    description: 'Media ports of the embedded PBX.',
  },
  { name: 'PBX_ARI_PORT', unit: 'port, 1-65535', default: '8088', description: 'ARI port of the embedded PBX, on the loopback only.' },
  {
    name: 'PBX_TRUNK',
    unit: 'host[:port]',
    default: null,
    description: "The carrier of the embedded PBX: calls from its address are the trunk's, outbound calls go to it; unset: no carrier.",
  },
  { name: 'PBX_TRUNK_USER', unit: 'text', default: null, description: 'Account at the carrier; unset: none is needed.' },
  { name: 'PBX_TRUNK_PASSWORD', unit: 'text', default: null, description: 'Password of that account.', secret: true },
  { name: 'PBX_TRUNK_REGISTER', unit: '0|1', default: '0', description: 'Whether the embedded PBX registers at the carrier.' },
  {
    name: 'TRUNK_ENDPOINT',
    unit: 'dial pattern with {number}',
    default: null,
    description:
      'How outbound calls are dialled with ARI_URL, e.g. PJSIP/{number}@carrier; unset: none are possible. The embedded PBX makes its own.',
  },
  {
    name: 'MEDIA_URL',
    unit: 'http(s)://host[:port]',
    default: null,
    description:
      'Where the PBX of ARI_URL reaches this HTTP server, to fetch uploaded sounds; unset: HTTP_PORT on the loopback when ARI_URL is there too, else the PBX must find them as its own sounds, see docs/own-asterisk.md.',
  },
  {
    name: 'SOUNDS_DIR',
    unit: 'directory',
    default: null,
    description:
      'The prompts of the embedded PBX, a folder for each language: your own recordings under the same names; unset: those that come with Guichet.',
  },
  {
    name: 'SPEECH_PROGRAM',
    unit: 'path, or name on PATH',
    default: null,
    description:
      'What speaks typed announcements and texts of scenarios: a pico2wave or an espeak-ng; unset: whichever of them is installed, pico2wave first.',
  },
  { name: 'TRUNK_NUMBER', unit: 'E.164', default: null, description: "The trunk's own number, shown when nothing else is set." },
  {
    name: 'SIP_DOMAIN',
    unit: 'host[:port]',
    default: null,
    description:
      'What phones are told to register at; unset: PBX_SIP_ADDRESS, or the host of ARI_URL. Needed when PBX_SIP_ADDRESS is every address.',
  },
  {
    name: 'OUTBOUND_HTTP_ALLOW',
    unit: 'networks, addresses or host names, separated by commas',
    default: null,
    description:
      'What HTTP nodes of IVR scenarios may ask besides the internet, e.g. 10.1.0.0/16,crm.lan; unset: nothing in private networks.',
  },
  {
    name: 'AUDIT_RETENTION_DAYS',
    unit: 'days, 1-3650',
    default: '365',
    description: 'How long it is kept who changed what (`GET /api/v1/audit`).',
  },
  {
    name: 'VOICEMAIL_RETENTION_DAYS',
    unit: 'days, 1-3650',
    default: '90',
    description: 'How long a message of a caller is kept after it was closed; one that is not closed stays.',
  },
  {
    name: 'CALL_RETENTION_DAYS',
    unit: 'days, 1-3650',
    default: null,
    description: 'How long calls and all that happened in them are kept; unset: for ever.',
  },
  {
    name: 'DEMO',
    unit: '0|1',
    default: null,
    description: 'Fills an empty database with a working example; unset: 1 on the embedded PBX, 0 with ARI_URL.',
  },
] as const satisfies readonly ConfigurationKey[];

export type ConfigurationKeyName = (typeof CONFIGURATION_KEYS)[number]['name'];
