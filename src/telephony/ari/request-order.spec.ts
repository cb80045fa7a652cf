import { describe, expect, it } from '@jest/globals';
import { RequestOrder } from './request-order.js';

/** A request whose answer comes when told. */
function request(sent: string[], name: string): { send: () => Promise<string>; answer: () => void; fail: () => void } {
  let settle: { resolve: (answer: string) => void; reject: (error: Error) => void } | undefined;
  return {
    send: () => {
      sent.push(name);
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
      });
    },
    answer: () => settle?.resolve(name),
    fail: () => settle?.reject(new Error(name)),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Requests', () => {
  it('about one leg are sent one after the other, the first at once, also after one that failed', async () => {
    const sent: string[] = [];
    const order = new RequestOrder();
    const [first, second, third] = [request(sent, 'first'), request(sent, 'second'), request(sent, 'third')];
    const answers = [first, second, third].map(({ send }) =>
      order.inOrder(['leg'], send).catch((error: unknown) => `failed: ${String(error)}`),
    );
    expect(sent).toEqual(['first']);
    first.fail();
    await turn();
    expect(sent).toEqual(['first', 'second']);
    second.answer();
    await turn();
    third.answer();
    await expect(Promise.all(answers)).resolves.toEqual(['failed: Error: first', 'second', 'third']);
  });

  it('can be waited for: until the last one, also one that was made meanwhile', async () => {
    const sent: string[] = [];
    const order = new RequestOrder();
    const [answer, music] = [request(sent, 'answer'), request(sent, 'music')];
    const answered = order.inOrder(['leg'], answer.send);
    let idle = false;
    const waiting = order.idle(5_000).then(() => (idle = true));
    const played = order.inOrder(['leg'], music.send);
    answer.answer();
    await answered;
    await turn();
    expect([sent, idle]).toEqual([['answer', 'music'], false]);
    music.answer();
    await Promise.all([played, waiting]);
    expect(idle).toBe(true);
    void order.inOrder(['leg'], request(sent, 'unanswered').send);
    await order.idle(20);
  });

  it('about different legs do not wait for each other; one about two legs waits for both', async () => {
    const sent: string[] = [];
    const order = new RequestOrder();
    const [a, b, both, after] = ['a', 'b', 'both', 'after'].map((name) => request(sent, name)) as [
      ReturnType<typeof request>,
      ReturnType<typeof request>,
      ReturnType<typeof request>,
      ReturnType<typeof request>,
    ];
    const answers = [order.inOrder(['a'], a.send), order.inOrder(['b'], b.send), order.inOrder(['a', 'b'], both.send)];
    answers.push(order.inOrder(['b'], after.send));
    expect(sent).toEqual(['a', 'b']);
    a.answer();
    await turn();
    expect(sent).toEqual(['a', 'b']);
    b.answer();
    await turn();
    expect(sent).toEqual(['a', 'b', 'both']);
    both.answer();
    await turn();
    after.answer();
    await expect(Promise.all(answers)).resolves.toEqual(['a', 'b', 'both', 'after']);
  });
});
