import { randomUUID } from 'node:crypto';

import { registrationScenario } from './phone-scenario.js';
import type { SipRelay } from './sip-relay.js';
import { SippProcess, type Command } from './sipp-process.js';

/** A SIP account. */
export interface Account {
  readonly username: string;
  readonly password: string;
  /** Right-hand side of the address of record, `host` or `host:port`; the PBX's own address unless told. */
  readonly domain?: string;
}

/**
 * Registers the relay's address for an account, in a SIPp process that lives for this one registration. Rejects with the PBX's final
 * answer when it is not a 200, or at the deadline.
 */
export async function sendRegister(options: {
  sipp: Command;
  relay: SipRelay;
  account: Account;
  expires: number;
  withinMs: number;
}): Promise<void> {
  const { sipp, relay, account, expires, withinMs } = options;
  const callId = randomUUID();
  const domain = account.domain ?? `${relay.pbx.host}:${relay.pbx.port}`;
  const scenario = registrationScenario({ user: account.username, domain, contactPort: relay.contactPort, id: randomUUID(), expires });
  let answer = 'no answer';
  let stopWatching = (): void => undefined;
  const settled = new Promise<'accepted' | 'refused'>((resolve) => {
    stopWatching = relay.onMessage(({ from, message }) => {
      const { status = 0 } = message;
      if (message.callId !== callId || from !== 'pbx' || status < 200) return;
      answer = message.startLine.slice(8);
      const challenged = (status === 401 || status === 407) && message.header('cseq')?.startsWith('1 ');
      if (!challenged) resolve(status === 200 ? 'accepted' : 'refused');
    });
  });
  const args = ['-m', '1', '-cid_str', callId, '-au', account.username, '-ap', account.password];
  const process = await SippProcess.start({ sipp, scenario, remotePort: relay.innerPort, args });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), withinMs)));
  const outcome = await Promise.race([settled, late, process.exited]);
  clearTimeout(timer);
  stopWatching();
  const { errors } = await process.stop();
  relay.forget(callId);
  if (outcome === 'accepted') return;
  throw new Error(
    `${account.username} could not ${expires > 0 ? 'register' : 'unregister'} within ${withinMs} ms: ${answer}. ${errors}`.trim(),
  );
}
