import type { IvrHttpAnswer, IvrHttpRequest } from '../../core/ivr/ivr-line.js';
import type { IvrRequests } from '../../core/ports/ivr-requests.js';
import type { OutboundHttp } from './outbound-http.js';

/** The questions of IVR scenarios, really asked. */
export class OutboundIvrRequests implements IvrRequests {
  constructor(private readonly http: OutboundHttp) {}

  async ask(request: IvrHttpRequest): Promise<IvrHttpAnswer> {
    const answer = await this.http.ask(request);
    if (answer.outcome === 'failed') return { outcome: 'failed', reason: answer.reason };
    const { status, body } = answer;
    if (status < 200 || status > 299) return { outcome: 'failed', reason: `answered ${status}` };
    try {
      return { outcome: 'ok', status, json: body.length === 0 ? null : (JSON.parse(body.toString('utf8')) as unknown) };
    } catch {
      return { outcome: 'failed', reason: 'the answer is not JSON' };
    }
  }
}
