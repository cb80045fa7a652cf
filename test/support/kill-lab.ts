import { join } from 'node:path';
import { symlinkSync } from 'node:fs';
import { HeldLine } from './held-line.js';
import { MariaDb } from './mariadb.js';
import { OwnAsterisk } from './own-asterisk.js';
import { labPrograms } from './sip/lab-programs.js';
import { SippAgent } from './sip/sipp-agent.js';
import { makeTonePrompt } from './sip/tone-wav.js';
import { freeUdpPort, LOOPBACK } from './sip/udp-socket.js';
import { ARI, TONES, WireLab } from './wire-lab.js';

/** What a customer says who is called back. */
export const CUSTOMER = 1900;
/** Short, so that a death comes soon; long enough to be told. */
const PROMPT_MS = 700;

/** A lab whose backend talks to its PBX and to its database over lines that hold it where it is to be killed. */
export class KillLab {
  private constructor(
    readonly lab: WireLab,
    readonly toPbx: HeldLine,
    readonly toDatabase: HeldLine,
    readonly maria: MariaDb,
    readonly database: string,
    readonly carrier: SippAgent,
    private readonly pbx: OwnAsterisk,
  ) {}

  static async start(): Promise<KillLab> {
    const { sipp } = await labPrograms();
    const sip = { host: LOOPBACK, port: await freeUdpPort() };
    const carrier = await SippAgent.listen({ sipp, pbx: sip, username: 'carrier', password: '', says: { hz: CUSTOMER } });
    const [pbx, maria] = await Promise.all([
      OwnAsterisk.start({ sip, carrier: carrier.address, ariPassword: ARI.password }),
      MariaDb.start(),
    ]);
    for (const [name, hz] of Object.entries(TONES)) await makeTonePrompt(join(pbx.prompts('fr'), name), [{ hz, ms: PROMPT_MS }]);
    const toPbx = await HeldLine.open(Number(new URL(pbx.ariUrl).port));
    const toDatabase = await HeldLine.open(maria.port);
    const database = await maria.freshDatabase();
    const lab = await WireLab.start({
      ARI_URL: `http://${LOOPBACK}:${String(toPbx.port)}`,
      ARI_USER: 'guichet',
      ARI_PASSWORD: ARI.password,
      TRUNK_ENDPOINT: 'PJSIP/{number}@your-trunk',
      PBX_SIP_PORT: String(sip.port),
      DATABASE_URL: maria.url(database).replace(`:${String(maria.port)}/`, `:${String(toDatabase.port)}/`),
    });
    symlinkSync(join(lab.environment['DATA_DIR'] ?? '', 'voicemails'), join(pbx.directory, 'share', 'sounds', 'guichet-voicemails'));
    return new KillLab(lab, toPbx, toDatabase, maria, database, carrier, pbx);
  }

  /** The backend dies as it is, whoever is held where, and another one is started; `meanwhile` happens while there is none. */
  async die(meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    await this.lab.backend.kill();
    for (const line of [this.toPbx, this.toDatabase]) line.letGo();
    await meanwhile();
    await this.lab.backend.start();
  }

  /** Rows of a statement, as nobody but the administrator of the database sees them. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.maria.query(sql.replaceAll('@', `${this.database}.`))) as Record<string, unknown>[];
  }

  async stop(): Promise<void> {
    await this.lab.stop();
    await Promise.all([this.toPbx.close(), this.toDatabase.close()]);
    await Promise.all([this.pbx.stop(), this.maria.stop(), this.carrier.close()]);
  }
}
