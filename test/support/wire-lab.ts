import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Backend } from './backend.js';
import { builtProgram } from './built-program.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { Rest, type RestAnswer } from './rest.js';
import { labPrograms } from './sip/lab-programs.js';
import { SippAgent, type AgentOptions } from './sip/sipp-agent.js';
import { SippCaller, type CallOptions } from './sip/sipp-caller.js';
import type { Command } from './sip/sipp-process.js';
import { makeTonePrompt } from './sip/tone-wav.js';

export const ADMIN_PASSWORD = 'an admin of tests';
export const ARI = { user: 'wire', password: 'wire-secret' };
export const DID = '+33170000001';

/** What each prompt sounds like in these tests: a tone of its own, so that what a caller heard can be told. */
export const TONES = {
  welcome: 650,
  closed: 850,
  apology: 1450,
  deterrent: 790,
  'menu-overflow': 720,
  'position-1': 930,
  'callback-offer': 1080,
  'callback-accepted': 1160,
  'callback-enter-number': 1230,
  'callback-read-back-intro': 1380,
  'callback-confirm': 1540,
  'voicemail-greeting': 1620,
  'voicemail-goodbye': 2000,
  'whisper-incoming': 2090,
  goodbye: 2180,
  'callback-invalid': 2270,
  'callback-greeting': 2360,
} as const;

export interface LabAgent {
  readonly id: string;
  readonly login: string;
  readonly phone: SippAgent;
}

/** The real thing: backend, embedded PBX, SIPp callers and phones, all of this test's own, on ports of its own. */
export class WireLab {
  readonly agents: LabAgent[] = [];
  private readonly open: { close(): Promise<void> }[] = [];
  private constructor(
    readonly backend: Backend,
    readonly environment: Readonly<Record<string, string>>,
    private readonly sipp: Command,
    readonly pbx: { readonly host: string; readonly port: number },
    private readonly folder: string,
    readonly ariUrl: string,
  ) {}

  rest!: Rest;
  queueId = '';
  campaignId = '';

  /** A campaign `Support` on one DID, a queue and no agents yet. `more` are further settings of the environment. */
  static async start(more: Readonly<Record<string, string>> = {}): Promise<WireLab> {
    const folder = mkdtempSync(join(tmpdir(), 'guichet-wire-'));
    const sounds = join(folder, 'sounds');
    cpSync('sounds', sounds, { recursive: true });
    for (const language of ['fr', 'en']) {
      for (const [name, hz] of Object.entries(TONES)) await makeTonePrompt(join(sounds, language, name), [{ hz, ms: 2_000 }]);
    }
    const [http, sip, ari, rtp] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const first = Math.min(rtp, 64_000);
    const environment = {
      DATA_DIR: folder,
      HTTP_PORT: String(http),
      GUICHET_ADMIN_PASSWORD: ADMIN_PASSWORD,
      PBX_SIP_PORT: String(sip),
      PBX_ARI_PORT: String(ari),
      PBX_RTP_PORTS: `${String(first)}-${String(first + 999)}`,
      ARI_USER: ARI.user,
      ARI_PASSWORD: ARI.password,
      SOUNDS_DIR: sounds,
      DEMO: '0',
      LOG_LEVEL: 'info',
      ...more,
    };
    const { sipp } = await labPrograms();
    const lab = new WireLab(
      new Backend(environment),
      environment,
      sipp,
      { host: '127.0.0.1', port: Number(environment.PBX_SIP_PORT) },
      folder,
      more['ARI_URL'] ?? `http://127.0.0.1:${environment.PBX_ARI_PORT}`,
    );
    await lab.backend.start();
    lab.rest = await Rest.signIn(lab.backend.baseUrl, 'admin', ADMIN_PASSWORD);
    await lab.makeCampaign();
    return lab;
  }

  /** An agent with a phone that is registered, in the queue and signed in; `settings` are further ones of the agent. */
  async agent(login: string, options: Partial<AgentOptions> = {}, settings: Readonly<Record<string, unknown>> = {}): Promise<LabAgent> {
    const id = await this.hire(login, settings);
    const agent = await this.plugIn(id, login, options);
    await this.rest.send('POST', `/agents/${id}/sign-in`);
    return agent;
  }

  /** An agent in the queue, signed out, whose phone has never registered; answers the id. */
  async hire(login: string, settings: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { id } = await this.rest.send('POST', '/agents', {
      login,
      password: `password of ${login}`,
      displayName: login,
      role: 'agent',
      phone: { kind: 'sip' },
      ...settings,
    });
    await this.rest.send('PUT', `/queues/${this.queueId}/agents/${String(id)}`);
    return String(id);
  }

  /** Registers the agent's phone, and waits until that is known. */
  async plugIn(id: string, login: string, options: Partial<AgentOptions> = {}): Promise<LabAgent> {
    const account = await this.rest.get(`/agents/${id}/sip-account`);
    const phone = await eventually(
      () => SippAgent.register({ sipp: this.sipp, pbx: this.pbx, username: account.username, password: account.password, ...options }),
      { what: `the phone of ${login} to be registered`, withinMs: 15_000, everyMs: 200 },
    );
    this.open.push(phone);
    await eventually(async () => (await this.rest.get(`/agents/${id}/state`)).phoneReachable, {
      what: `the phone of ${login} to be reachable`,
    });
    const agent = { id, login, phone };
    this.agents.push(agent);
    return agent;
  }

  async dial(options: Partial<CallOptions> = {}): Promise<SippCaller> {
    const caller = await SippCaller.dial({ sipp: this.sipp, pbx: this.pbx, to: DID, from: '+33612345678', ...options });
    this.open.push(caller);
    return caller;
  }

  /** The record of the only, or the latest, call from this number once `is` holds for it. */
  async callFrom(number: string, is: (call: RestAnswer['body']) => boolean, what: string): Promise<RestAnswer['body']> {
    return eventually(
      async () => {
        const { items } = await this.rest.get('/calls?pageSize=500');
        const call = items.find((each: RestAnswer['body']) => each.caller === number);
        return call !== undefined && is(call) ? call : null;
      },
      { what },
    );
  }

  async ended(number = '+33612345678'): Promise<RestAnswer['body']> {
    return this.callFrom(number, (call) => call.endedAt !== null, `the call of ${number} to be over`);
  }

  async agentState(id: string): Promise<string> {
    const { agents } = await this.rest.get('/live');
    return agents.find((agent: RestAnswer['body']) => agent.id === id)?.state ?? 'unknown';
  }

  /** What is on the PBX: nothing, at rest. */
  async onPbx(what: 'channels' | 'bridges' | 'applications' | 'endpoints' | 'recordings/stored'): Promise<RestAnswer['body'][]> {
    const credentials = Buffer.from(`${this.environment['ARI_USER'] ?? ''}:${this.environment['ARI_PASSWORD'] ?? ''}`).toString('base64');
    const response = await fetch(`${this.ariUrl}/ari/${what}`, {
      headers: { authorization: `Basic ${credentials}` },
      signal: AbortSignal.timeout(2_000),
    });
    return (await response.json()) as RestAnswer['body'][];
  }

  /** Kills the backend, and waits until the PBX has seen it: until then calls are handed to nobody. */
  async kill(): Promise<void> {
    await this.backend.kill();
    await eventually(async () => (await this.onPbx('applications')).length === 0, { what: 'the PBX to see that the backend is gone' });
  }

  async atRest(): Promise<void> {
    await eventually(async () => (await this.onPbx('channels')).length === 0 && (await this.onPbx('bridges')).length === 0, {
      what: 'no channel and no bridge on the PBX',
    });
  }

  /** Ends callers and phones, and checks that nothing is left of them; what an administrator set up stays, without its agents. */
  async clear(): Promise<void> {
    await Promise.all(this.open.splice(0).map((each) => each.close()));
    await this.atRest();
    for (const { id } of this.agents.splice(0)) {
      await eventually(async () => ['signed-out', 'available', 'paused'].includes(await this.settle(id)), {
        what: `agent ${id} to be free`,
      });
      await this.rest.ask('POST', `/agents/${id}/sign-out`);
      await this.rest.send('DELETE', `/agents/${id}`);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.open.splice(0).map((each) => each.close()));
    await this.backend.stop();
    await promisify(execFile)(process.execPath, [builtProgram('wiring/pbx-command.js'), 'stop'], {
      env: { ...process.env, ...this.environment },
    });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async settle(id: string): Promise<string> {
    await this.rest.ask('POST', `/agents/${id}/wrap-up/end`);
    return this.agentState(id);
  }

  private async makeCampaign(): Promise<void> {
    const site = await this.rest.send('POST', '/sites', { code: 'PARIS', name: 'Paris', country: 'FR', timeZone: 'Europe/Paris' });
    const did = await this.rest.send('POST', '/dids', { number: DID, siteId: site.id });
    const queue = await this.rest.send('POST', '/queues', { code: '500', description: 'Support', ringTimeoutSeconds: 3 });
    const campaign = await this.rest.send('POST', '/campaigns', {
      name: 'Support',
      didIds: [did.id],
      queueId: queue.id,
      language: 'fr',
      wrapUpSeconds: 1,
      messages: { welcomeAudioId: 'builtin:welcome' },
    });
    await this.rest.send('POST', `/campaigns/${String(campaign.id)}/start`);
    this.queueId = String(queue.id);
    this.campaignId = String(campaign.id);
  }
}
