/** Unwinds the phases of a call whose scope has ended. Never caught by a phase: only `CallScope.run` looks at it. */
class ScopeEnded extends Error {
  override readonly name = 'ScopeEnded';
}

/** One for all: every call is unwound many times, nobody reads where from, and writing down the stack costs more than the unwinding. */
const ENDED = new ScopeEnded('the scope has ended');

export type CleanUp = () => void | Promise<void>;

/**
 * The life of one call, or of one part of it. It ends once, for one cause; whatever waits in it is unwound then, so no phase asks whether
 * the caller is still there. What was opened in it is closed in reverse order, also when the closing of one thing fails, and closing
 * is shielded: it runs to its end after the scope has ended.
 */
export class CallScope<Cause> {
  private causeOfEnd: Cause | null = null;
  private readonly waiting = new Set<(ended: ScopeEnded) => void>();
  private readonly cleanUps: CleanUp[] = [];
  private readonly parent: CallScope<Cause> | null;
  private readonly children = new Set<CallScope<Cause>>();

  /** `onFault` is told of every clean-up that failed; a call goes on closing all the same. */
  constructor(
    private readonly onFault: (fault: unknown) => void,
    parent: CallScope<Cause> | null = null,
  ) {
    this.parent = parent;
  }

  /** Why the scope ended; null while it lives. */
  get cause(): Cause | null {
    return this.causeOfEnd;
  }

  /** Ends the scope; the first cause wins and later ones are ignored. */
  end(cause: Cause): void {
    if (this.causeOfEnd !== null) return;
    this.causeOfEnd = cause;
    for (const child of this.children) child.end(cause);
    const unwound = [...this.waiting];
    this.waiting.clear();
    for (const unwind of unwound) unwind(ENDED);
  }

  /** The value of `work`, unless the scope ends first: then whoever waits here is unwound. A late rejection of `work` is swallowed then. */
  until<T>(work: Promise<T>): Promise<T> {
    if (this.causeOfEnd !== null) {
      work.catch(() => undefined);
      return Promise.reject(ENDED);
    }
    return new Promise<T>((resolve, reject) => {
      const leave = (): boolean => this.waiting.delete(reject);
      this.waiting.add(reject);
      work.then(leave, leave);
      work.then(resolve, reject);
    });
  }

  /** Closes something when the scope is closed; at once when it already was closed. */
  defer(cleanUp: CleanUp): void {
    this.cleanUps.push(cleanUp);
  }

  /** A scope that ends with this one, or earlier. */
  child(): CallScope<Cause> {
    const child = new CallScope<Cause>(this.onFault, this);
    if (this.causeOfEnd !== null) child.end(this.causeOfEnd);
    else this.children.add(child);
    return child;
  }

  /**
   * Runs `work` in this scope and closes it. Resolves to what `work` returned, or to `null` when the scope was ended from outside
   * meanwhile. Any other error of `work` is thrown, after the closing.
   */
  async run<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ScopeEnded && this.causeOfEnd !== null) return null;
      throw error;
    } finally {
      await this.close();
    }
  }

  private async close(): Promise<void> {
    this.parent?.children.delete(this);
    for (let next = this.cleanUps.pop(); next !== undefined; next = this.cleanUps.pop()) {
      try {
        await next();
      } catch (fault) {
        this.onFault(fault);
      }
    }
  }
}
