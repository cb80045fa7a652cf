import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { LOOPBACK, type Address } from '../../support/sip/udp-socket.js';
import type { Sighting, TapAnswer, TapQuestion } from './sip-sighting.js';

/** A way through the tap for one SIPp process at a time. */
export interface TapLane {
  readonly number: number;
  /** What SIPp takes for the PBX. */
  readonly address: Address;
}

/**
 * Stands between SIPp processes and the PBX like a cable with a stop-watch: calls' messages are dated at the socket, on one clock, and pass
 * on unchanged but for the port that SIPp gives as its own.
 */
export class SipTap {
  private asking: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly process: ChildProcess,
    private readonly pbx: Address,
  ) {}

  static open(pbx: Address): SipTap {
    return new SipTap(fork(fileURLToPath(new URL('./sip-tap-process.ts', import.meta.url))), pbx);
  }

  async lane(): Promise<TapLane> {
    const answer = await this.ask({ ask: 'lane', ...this.pbx });
    if (!('lane' in answer)) throw new Error('the tap answered another question');
    return { number: answer.lane, address: { host: LOOPBACK, port: answer.innerPort } };
  }

  /** What was seen since the last time this was asked, in order. */
  async take(): Promise<readonly Sighting[]> {
    const answer = await this.ask({ ask: 'sightings' });
    if (!('sightings' in answer)) throw new Error('the tap answered another question');
    return answer.sightings;
  }

  async close(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.disconnect();
    await gone;
  }

  /** One question after the other: answers carry no sign of theirs. */
  private ask(question: TapQuestion): Promise<TapAnswer> {
    const asked = this.asking.then(
      () =>
        new Promise<TapAnswer>((resolve, reject) => {
          const ended = (code: number | null): void => reject(new Error(`the tap ended with ${String(code)}`));
          this.process.once('exit', ended);
          this.process.once('message', (answer: TapAnswer) => {
            this.process.removeListener('exit', ended);
            resolve(answer);
          });
          this.process.send(question);
        }),
    );
    this.asking = asked.catch(() => undefined);
    return asked;
  }
}
