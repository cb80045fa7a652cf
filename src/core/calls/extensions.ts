import type { TransferTarget } from './handset.js';

/** What can be dialled on an agent's phone. */
export interface Extensions {
  /** An agent's extension, a queue's code, or a number outside as the site of `did` writes it; null when it is none of them. */
  find(dialled: string, did: string): TransferTarget | null;
}
