import type { IvrHttpAnswer, IvrHttpRequest } from '../ivr/ivr-line.js';

/** Asks another system on behalf of an IVR scenario. What goes wrong is an answer; it never rejects, and answers within the time given. */
export interface IvrRequests {
  ask(request: IvrHttpRequest): Promise<IvrHttpAnswer>;
}
