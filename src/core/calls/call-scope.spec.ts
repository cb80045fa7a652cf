import { describe, expect, it } from '@jest/globals';
import { CallScope } from './call-scope.js';

const never = new Promise<never>(() => undefined);

describe('the scope of a call', () => {
  it('unwinds whoever waits in it when the caller hangs up, and closes what was opened in reverse order', async () => {
    const closed: string[] = [];
    const scope = new CallScope<string>(() => undefined);
    const running = scope.run(async () => {
      scope.defer(() => void closed.push('bridge'));
      scope.defer(() => void closed.push('recording'));
      await scope.until(never);
      closed.push('never reached');
    });
    scope.end('caller-gone');
    await expect(running).resolves.toBeNull();
    expect(closed).toEqual(['recording', 'bridge']);
    expect(scope.cause).toBe('caller-gone');
  });

  it('keeps the first cause when caller and agent hang up in the same instant', () => {
    const scope = new CallScope<string>(() => undefined);
    scope.end('caller-gone');
    scope.end('agent-gone');
    expect(scope.cause).toBe('caller-gone');
  });

  it('goes on closing when closing one thing fails, and tells of the fault', async () => {
    const faults: unknown[] = [];
    const closed: string[] = [];
    const scope = new CallScope<string>((fault) => faults.push(fault));
    await scope.run(() => {
      scope.defer(() => void closed.push('bridge'));
      scope.defer(() => Promise.reject(new Error('recording would not stop')));
      return Promise.resolve();
    });
    expect(closed).toEqual(['bridge']);
    expect(faults).toHaveLength(1);
  });

  it('finishes its clean-up although the caller is gone', async () => {
    let safe = false;
    const scope = new CallScope<string>(() => undefined);
    const running = scope.run(async () => {
      scope.defer(async () => {
        await Promise.resolve();
        await Promise.resolve();
        safe = true;
      });
      await scope.until(never);
    });
    scope.end('caller-gone');
    await running;
    expect(safe).toBe(true);
  });

  it('ends its parts with it, and a part that is through leaves the whole alive', async () => {
    const whole = new CallScope<string>(() => undefined);
    const first = whole.child();
    await expect(first.run(() => Promise.resolve('next'))).resolves.toBe('next');
    expect(whole.cause).toBeNull();
    const second = whole.child();
    const running = second.run(() => second.until(never));
    whole.end('caller-gone');
    await expect(running).resolves.toBeNull();
    expect(whole.child().cause).toBe('caller-gone');
  });

  it('lets a fault of the work through, after the closing', async () => {
    let closed = false;
    const scope = new CallScope<string>(() => undefined);
    const running = scope.run(() => {
      scope.defer(() => void (closed = true));
      return Promise.reject(new Error('bug'));
    });
    await expect(running).rejects.toThrow('bug');
    expect(closed).toBe(true);
  });
});
