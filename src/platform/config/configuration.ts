/** Where the rows are. */
export type DatabasePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | {
      readonly kind: 'mysql';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

export interface CarrierTrunk {
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  readonly password: string | null;
  readonly register: boolean;
}

/** The PBX that Guichet starts as a child of its own. */
export interface EmbeddedPbx {
  readonly kind: 'embedded';
  readonly ariApp: string;
  /** Null: random ones are made and kept in the data directory. */
  readonly ariUser: string | null;
  readonly ariPassword: string | null;
  readonly ariPort: number;
  readonly sipAddress: string;
  readonly sipPort: number;
  readonly rtpPorts: { readonly first: number; readonly last: number };
  readonly trunk: CarrierTrunk | null;
  /** Absolute; null: the prompts that come with Guichet. */
  readonly soundsDirectory: string | null;
}

/** The operator's own PBX. */
export interface ExternalPbx {
  readonly kind: 'external';
  readonly ariUrl: string;
  readonly ariApp: string;
  readonly ariUser: string;
  readonly ariPassword: string;
  /** Dial pattern with `{number}`; null: outbound calls are impossible. */
  readonly trunkEndpoint: string | null;
  /** Where the PBX fetches uploaded sounds, without a slash at its end; null: it has them as its own. */
  readonly mediaUrl: string | null;
}

/** All settings of the process, read once at boot, complete and checked. */
export interface Configuration {
  readonly http: { readonly host: string; readonly port: number; readonly trustedProxies: readonly string[] };
  /** Absolute. */
  readonly dataDirectory: string;
  readonly database: DatabasePlace;
  /** Null: a random one is made at the first start. */
  readonly adminPassword: string | null;
  readonly log: { readonly level: 'error' | 'warn' | 'info' | 'debug'; readonly format: 'json' | 'pretty' | null };
  readonly defaultLanguage: 'fr' | 'en';
  /** IANA name; null: that of the machine. */
  readonly timeZone: string | null;
  readonly pbx: EmbeddedPbx | ExternalPbx;
  /** Path or name of the synthesiser; null: one that is found on PATH. */
  readonly speechProgram: string | null;
  /** E.164. */
  readonly trunkNumber: string | null;
  /** `host[:port]` that phones register at. */
  readonly sipDomain: string;
  /** Networks, addresses and hosts outside the internet that may be asked at URLs which administrators write. */
  readonly outboundHttpAllowed: readonly string[];
  /** How long the audit trail is kept. */
  readonly auditRetentionDays: number;
  /** How long a closed message is kept. */
  readonly voicemailRetentionDays: number;
  /** How long calls and their journal are kept; null: for ever. */
  readonly callRetentionDays: number | null;
  readonly demo: boolean;
}

/** Nest's injection token of the `Configuration`. */
export const CONFIGURATION = Symbol('Configuration');
