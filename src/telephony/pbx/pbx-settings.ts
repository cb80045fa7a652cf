/** The carrier: calls from its host are the trunk's, outbound calls go to it. */
export interface PbxTrunk {
  host: string;
  port: number;
  user: string | null;
  password: string | null;
  register: boolean;
}

/** What distinguishes one embedded PBX from another. */
export interface EmbeddedPbxSettings {
  dataDir: string;
  sipAddress: string;
  sipPort: number;
  /** Two ports for each channel. */
  rtpPorts: { from: number; to: number };
  ariPort: number;
  trunk: PbxTrunk | null;
  /** Null: random ones, kept in the data directory. */
  ariUser: string | null;
  ariPassword: string | null;
  ariApp: string;
  /** Holds one directory of prompts for each language: `fr`, `en`. */
  soundsDir: string;
  defaultLanguage: string;
  /** How long the dialplan holds a caller while the application is away, before it apologises. */
  apologyAfterSeconds?: number;
}

/** Something in the settings or on this machine keeps the PBX from starting; the message says which key to change. */
export class PbxStartFailure extends Error {
  override readonly name = 'PbxStartFailure';
}
