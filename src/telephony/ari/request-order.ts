import { setTimeout as pause } from 'node:timers/promises';

/**
 * Keeps requests about one thing in the order in which they were made, although each takes a connection of its own: a hang-up that
 * overtook its dial would leave a phone ringing for nobody. Requests about different things do not wait for each other.
 */
export class RequestOrder {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs `send` when every earlier request about any of `keys` has settled: at once when there is none. */
  inOrder<Answer>(keys: readonly string[], send: () => Promise<Answer>): Promise<Answer> {
    const earlier = keys.map((key) => this.last.get(key)).filter((promise) => promise !== undefined);
    const answer = earlier.length === 0 ? send() : Promise.all(earlier).then(send);
    const settled: Promise<unknown> = answer
      .catch(() => undefined)
      .then(() => {
        for (const key of keys) if (this.last.get(key) === settled) this.last.delete(key);
      });
    for (const key of keys) this.last.set(key, settled);
    return answer;
  }

  /** Resolves when every request made so far, and every one made meanwhile, has settled, or `withinMs` have passed. */
  async idle(withinMs: number): Promise<void> {
    const deadline = pause(withinMs, 'late', { ref: false });
    while (this.last.size > 0) if ((await Promise.race([deadline, Promise.all(this.last.values())])) === 'late') return;
  }
}
