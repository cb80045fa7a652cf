import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration } from '../src/platform/config/parse-configuration.js';
import { loadEnvironment } from '../src/platform/config/load-environment.js';
import { debianTree } from '../src/telephony/pbx/debian-tree.js';
import { eventually } from '../test/support/eventually.js';
import { Rest, type RestAnswer } from '../test/support/rest.js';
import { SippAgent } from '../test/support/sip/sipp-agent.js';
import { SippCaller } from '../test/support/sip/sipp-caller.js';
import { serverSentEvents } from '../test/support/server-sent-events.js';

/** The example number of a demo installation. */
const NUMBER = '+33170000001';
const TALK_MILLISECONDS = 3_000;
/** Time to start Guichet again, should it be stopped or killed in the middle: the call lives on at the PBX. */
const AWAY_MILLISECONDS = 120_000;

/**
 * `npm run demo`: a real SIP call to the example number, with SIPp as the caller and as the agent, and its journey as it happens. Needs a
 * running `npm start`, and goes on when that is killed meanwhile and started again. Exit code 0 when the caller was welcomed, waited, was
 * answered and the call ended well; else 1 and why.
 */
async function demo(): Promise<void> {
  const configuration = parseConfiguration(loadEnvironment());
  const { pbx, http, dataDirectory } = configuration;
  if (pbx.kind !== 'embedded') throw new Error('the demo needs the embedded PBX: start without ARI_URL');
  const base = `http://${http.host}:${String(http.port)}`;
  const password = configuration.adminPassword ?? readPassword(dataDirectory);
  const rest = await Rest.signIn(base, 'admin', password).catch((fault: unknown) => {
    throw new Error(`Guichet does not answer at ${base}: start it in another terminal with "npm start" (${String(fault)})`);
  });
  const { items: agents } = await rest.get('/agents?pageSize=500');
  const alice = agents.find(({ login }: { login: string }) => login === 'alice');
  if (alice === undefined) throw new Error('this installation has no demo agent "alice": start with DEMO=1 and an empty DATA_DIR');
  const account = await rest.get(`/agents/${String(alice.id)}/sip-account`);
  const tree = await debianTree({ name: 'sipp', packages: ['sip-tester'] }, say);
  const sipp = tree.command('usr/bin/sipp');
  const address = { host: pbx.sipAddress, port: pbx.sipPort };
  const number = `+3361${String(randomInt(1_000_000, 9_999_999))}`;

  say(`Phone of alice registers as ${String(account.username)}`);
  const phone = await SippAgent.register({ sipp, pbx: address, username: account.username, password: account.password, says: { hz: 440 } });
  const journey = await follow(rest, number);
  let caller: SippCaller | null = null;
  try {
    phone.behaviour = { does: 'answer', afterMs: 1_500 };
    say(`${number} dials ${NUMBER}`);
    caller = await SippCaller.dial({ sipp, pbx: address, to: NUMBER, from: number, says: { hz: 880 } });
    await caller.answered(AWAY_MILLISECONDS);
    await patiently(rest, `/agents/${String(alice.id)}/sign-in`);
    await eventually(() => journey.isConnected(), { what: 'the two to be connected', withinMs: AWAY_MILLISECONDS });
    const conversation = await eventually(() => phone.openCalls.find(({ answeredAt }) => answeredAt !== undefined), {
      what: "the agent's call",
    });
    // Long enough to be no note of the music.
    await caller.media.heard.waitForTone(440, { withinMs: AWAY_MILLISECONDS, forMs: 400 });
    await conversation.media.heard.waitForTone(880, { withinMs: AWAY_MILLISECONDS, forMs: 400 });
    say('   they hear each other');
    setTimeout(() => void conversation.hangUp(), TALK_MILLISECONDS).unref();
    await caller.endedByPeer(AWAY_MILLISECONDS);
    await eventually(() => journey.ended(), { what: 'the end of the call in the journal', withinMs: AWAY_MILLISECONDS });
    say(journey.ended()?.how === 'answered' ? 'The call went as it should.' : `The call ended as ${String(journey.ended()?.how)}.`);
  } finally {
    await caller?.close();
    await phone.close();
    journey.stop();
    await patiently(rest, `/agents/${String(alice.id)}/wrap-up/end`);
    await patiently(rest, `/agents/${String(alice.id)}/sign-out`);
  }
}

/** Asks again while Guichet is away. */
function patiently(rest: Rest, path: string): Promise<RestAnswer> {
  return eventually(() => rest.ask('POST', path), { what: `an answer to ${path}`, withinMs: AWAY_MILLISECONDS, everyMs: 500 });
}

const LINES: Readonly<Record<string, string>> = {
  'call-arrived': 'arrived',
  'sound-played': 'welcome',
  'call-answered': 'answered by the PBX',
  'call-queued': 'queued',
  'call-offered': 'offered to an agent',
  'offer-ringing': 'the phone rings',
  'call-connected': 'connected',
  'call-ended': 'ended',
};

interface Journey {
  isConnected(): boolean;
  ended(): { readonly how: string } | null;
  stop(): void;
}

/** Prints what happens to the call of this number, with times since its arrival. */
async function follow(rest: Rest, number: string): Promise<Journey> {
  let callId: string | null = null;
  let began = 0;
  let isConnected = false;
  let ending: { readonly how: string } | null = null;
  let lastEventId: string | undefined;
  let stop: () => void = () => undefined;
  let isOver = false;
  const hear = (event: Record<string, unknown>): void => {
    lastEventId = String(event['id']);
    if (event['type'] === 'call-arrived' && (event['call'] as { caller?: string } | undefined)?.caller === number) {
      callId = String(event['callId']);
      began = Date.parse(String(event['at']));
    }
    const text = LINES[String(event['type'])];
    if (event['callId'] !== callId || callId === null || text === undefined) return;
    if (event['type'] === 'sound-played' && event['purpose'] !== 'welcome') return;
    if (event['type'] === 'call-connected') isConnected = true;
    const after = (Date.parse(String(event['at'])) - began) / 1000;
    if (event['type'] === 'call-ended') ending = event['ending'] as { how: string };
    say(`${after.toFixed(3).padStart(8)} s  ${text}${ending === null ? '' : ` (${ending.how})`}`);
  };
  const open = async (): Promise<boolean> => {
    stop = await serverSentEvents(rest, '/events', hear, {
      ...(lastEventId !== undefined && { lastEventId }),
      broken: () => void reopen(),
    });
    return true;
  };
  const reopen = async (): Promise<void> => {
    if (isOver) return;
    say('   Guichet is gone; the call is up on the PBX: start Guichet again');
    await eventually(() => isOver || open(), { what: 'Guichet coming back', withinMs: AWAY_MILLISECONDS, everyMs: 500 }).then(
      () => say('   Guichet is back'),
      () => undefined,
    );
  };
  await open();
  return {
    isConnected: () => isConnected,
    ended: () => ending,
    stop: () => {
      isOver = true;
      stop();
    },
  };
}

function readPassword(dataDirectory: string): string {
  try {
    return readFileSync(join(dataDirectory, 'admin-password'), 'utf8').trim();
  } catch {
    throw new Error(`no admin password in ${dataDirectory}: start Guichet first with "npm start", or set GUICHET_ADMIN_PASSWORD`);
  }
}

function say(line: string): void {
  console.log(line);
}

demo().then(
  () => process.exit(0),
  (fault: unknown) => {
    console.error(`The demo failed: ${fault instanceof Error ? fault.message : String(fault)}`);
    process.exit(1);
  },
);
