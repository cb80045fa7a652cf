import type { Socket } from 'node:dgram';

import { loadCallerScenario, loadPhoneScenario, loadRegistrationScenario } from './load-scenarios.js';
import type { Account } from './registration.js';
import { SippProcess, type Command } from './sipp-process.js';
import { bindUdp, closeUdp, freeUdpPort, type Address } from './udp-socket.js';

/** Milliseconds from INVITE to 200, over the calls that were answered. */
export interface AnswerTimes {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadCaller {
  readonly to: string;
  readonly from: string;
}

/** A caller with a time of their own: dials so long after the beginning, and stays so long after the answer. */
export interface TimedCaller extends LoadCaller {
  readonly dialsAfterMs: number;
  readonly staysMs: number;
}

export interface LoadResult {
  readonly calls: number;
  readonly answered: number;
  readonly succeeded: number;
  /** Refused, unanswered in time, or gone astray. */
  readonly failed: number;
  readonly answerMs: AnswerTimes | undefined;
  /** RTP packets that all callers together received. */
  readonly packetsHeard: number;
  /** The end of SIPp's own complaints, to find out why calls failed. */
  readonly errors: string;
}

interface LoadOptions {
  readonly sipp: Command;
  readonly pbx: Address;
}

/** Callers who come and go each at their own time. Otherwise as `runLoad`. */
export async function runTimedLoad(
  options: LoadOptions & { readonly calls: readonly TimedCaller[]; readonly patienceMs?: number; readonly withinMs: number },
): Promise<LoadResult> {
  const fields = options.calls.map(({ to, from, dialsAfterMs, staysMs }) => [to, from, String(dialsAfterMs), String(staysMs)]);
  return run({ ...options, fields, perSecond: ALL_AT_ONCE_PER_SECOND, atOnce: fields.length });
}

/**
 * Many calls from one SIPp process: `calls` at `perSecond`, at most `atOnce` open. Resolves when all are over. Callers are silent; all their
 * audio comes to one port, where it is counted.
 */
export async function runLoad(
  options: LoadOptions & {
    readonly calls: readonly LoadCaller[];
    readonly perSecond: number;
    readonly atOnce?: number;
    /** The caller hangs up so long after the answer, unless the PBX does before. */
    readonly talkMs: number;
    /** A call not answered by then has failed. */
    readonly patienceMs?: number;
    /** Ends the whole run, open calls being failures. */
    readonly withinMs: number;
  },
): Promise<LoadResult> {
  const fields = options.calls.map(({ to, from }) => [to, from]);
  return run({ ...options, fields, atOnce: options.atOnce ?? fields.length });
}

/** How fast SIPp opens calls that wait for their time before they dial. */
const ALL_AT_ONCE_PER_SECOND = 1_000;

interface Run extends LoadOptions {
  readonly fields: readonly (readonly string[])[];
  readonly perSecond: number;
  readonly atOnce: number;
  readonly talkMs?: number;
  readonly patienceMs?: number;
  readonly withinMs: number;
}

async function run({ sipp, pbx, fields, perSecond, atOnce, talkMs, patienceMs = 60_000, withinMs }: Run): Promise<LoadResult> {
  const ear = await Ear.open();
  const process = await SippProcess.start({
    sipp,
    scenario: loadCallerScenario({ pbx, mediaPort: ear.port, ...(talkMs === undefined ? {} : { talkMs }) }),
    remotePort: pbx.port,
    files: { 'calls.csv': csv(fields) },
    lifetimeSeconds: Math.ceil(withinMs / 1000),
    args: [
      ...['-inf', 'calls.csv', '-m', `${fields.length}`, '-r', `${perSecond}`, '-l', `${atOnce}`, '-recv_timeout', `${patienceMs}`],
      ...['-default_behaviors', 'all', '-trace_stat', '-stf', 'statistics.csv', '-fd', '1', '-trace_rtt', '-rtt_freq', '1'],
    ],
  });
  const { errors } = await process.exited;
  const last = statistics(await process.read('statistics.csv'));
  const times = answerTimes(await process.readLike(/_rtt\.csv$/));
  await process.stop();
  await ear.close();
  const succeeded = Number(last.get('SuccessfulCall(C)') ?? 0);
  return {
    calls: fields.length,
    answered: times.length,
    succeeded,
    failed: fields.length - succeeded,
    answerMs: percentiles(times),
    packetsHeard: ear.packets,
    errors,
  };
}

/** Many phones in one SIPp process, which all do the same: ring, answer, stay until hung up. */
export class PhoneBank {
  private constructor(
    private readonly options: LoadOptions & { readonly accounts: readonly Account[] },
    private readonly port: number,
    private readonly ear: Ear,
    private readonly process: SippProcess,
  ) {}

  /** Registers all accounts, then takes calls for them on the same port. Rejects when a single one is refused. */
  static async start(
    options: LoadOptions & {
      readonly accounts: readonly Account[];
      readonly ringMs?: number;
      /** The phone hangs up by itself after so long; an hour unless told. */
      readonly talkMs?: number;
      readonly lifetimeSeconds?: number;
    },
  ): Promise<PhoneBank> {
    const { sipp, pbx, ringMs = 0, talkMs = 3_600_000, lifetimeSeconds = 3_600 } = options;
    const port = await freeUdpPort();
    // The same port one after the other: a PBX that rewrites contacts sends calls to where the REGISTER came from.
    await registerAll(options, port, lifetimeSeconds);
    const ear = await Ear.open();
    const scenario = loadPhoneScenario({ mediaPort: ear.port, ringMs, talkMs });
    const process = await SippProcess.start({ sipp, scenario, remotePort: pbx.port, port, lifetimeSeconds });
    return new PhoneBank(options, port, ear, process);
  }

  /** RTP packets that all phones together received. */
  get packetsHeard(): number {
    return this.ear.packets;
  }

  /** Ends open calls without a word and unregisters. */
  async close(): Promise<void> {
    await this.process.stop();
    await registerAll(this.options, this.port, 0).catch(() => undefined);
    await this.ear.close();
  }
}

async function registerAll(
  { sipp, pbx, accounts }: LoadOptions & { accounts: readonly Account[] },
  port: number,
  expires: number,
): Promise<void> {
  const lines = accounts.map(({ username, password }) => [username, `[authentication username=${username} password=${password}]`]);
  const process = await SippProcess.start({
    sipp,
    scenario: loadRegistrationScenario({ domain: accounts[0]?.domain ?? `${pbx.host}:${pbx.port}`, expires }),
    remotePort: pbx.port,
    port,
    files: { 'accounts.csv': csv(lines) },
    lifetimeSeconds: 60,
    args: ['-inf', 'accounts.csv', '-m', `${accounts.length}`, '-r', '50', '-recv_timeout', '5000', '-default_behaviors', 'all'],
  });
  const { code, errors } = await process.exited;
  await process.stop();
  if (code !== 0) throw new Error(`not all of ${accounts.length} phones could ${expires > 0 ? 'register' : 'unregister'}: ${errors}`);
}

/** One port for the audio of many calls, where it is only counted. */
class Ear {
  packets = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('message', () => this.packets++);
  }

  static async open(): Promise<Ear> {
    return new Ear(await bindUdp());
  }

  get port(): number {
    return this.socket.address().port;
  }

  async close(): Promise<void> {
    await closeUdp(this.socket);
  }
}

function csv(lines: readonly (readonly string[])[]): string {
  return ['SEQUENTIAL', ...lines.map((fields) => fields.join(';')), ''].join('\n');
}

/** The last line of SIPp's statistics, by the names of the first. */
function statistics(text: string): ReadonlyMap<string, string> {
  const lines = text.trim().split('\n');
  const values = lines.at(-1)?.split(';') ?? [];
  return new Map(lines[0]?.split(';').map((name, index) => [name, values[index] ?? '']));
}

/** Response times in ms, ascending. The file has `date;ms;name` lines after a header. */
function answerTimes(text: string): number[] {
  const times = text.split('\n').map((line) => Number(line.split(';')[1] ?? Number.NaN));
  return times.filter((ms) => Number.isFinite(ms)).sort((a, b) => a - b);
}

function percentiles(times: readonly number[]): AnswerTimes | undefined {
  if (times.length === 0) return undefined;
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
