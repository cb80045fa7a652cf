/** Keys that nobody asked for are kept up to this many: what a hurried caller types ahead, not what a flood sends. */
const TYPED_AHEAD = 20;

const KEYS = /^[0-9*#A-D]$/;

/**
 * The keys a caller presses. Each goes to the one who listens, else it is kept for the next who does: a key pressed in the instant
 * between two prompts counts. Whatever is no key is ignored.
 */
export class Keypad {
  private readonly kept: string[] = [];
  private listener: ((key: string) => void) | null = null;
  private watcher: (() => void) | null = null;
  /** Who listens no more gets no keys back either that were lent meanwhile. */
  private readonly stopped = new WeakSet<(key: string) => void>();

  press(key: string): void {
    if (!KEYS.test(key)) return;
    if (this.listener !== null) this.listener(key);
    else if (this.kept.length < TYPED_AHEAD) this.kept.push(key);
    const { watcher } = this;
    this.watcher = null;
    watcher?.();
  }

  /** Takes every key from now on, those kept first; answers how to stop. A later listener takes over. */
  listen(listener: (key: string) => void): () => void {
    this.listener = listener;
    while (this.listener === listener) {
      const key = this.kept.shift();
      if (key === undefined) break;
      listener(key);
    }
    return () => {
      this.stopped.add(listener);
      if (this.listener === listener) this.listener = null;
    };
  }

  /** Lends the keys to somebody else for a while; answers how the listener of now gets them back, once. */
  lend(): () => void {
    let lent = this.listener;
    this.listener = null;
    return () => {
      if (lent !== null && !this.stopped.has(lent)) this.listener ??= lent;
      lent = null;
    };
  }

  /** Tells of the next key, or of one that is kept already, and leaves it for the next listener; answers how to stop. */
  peek(pressed: () => void): () => void {
    if (this.kept.length > 0) pressed();
    else this.watcher = pressed;
    return () => {
      if (this.watcher === pressed) this.watcher = null;
    };
  }

  /** Forgets what was typed ahead: a question that begins now is not answered by older keys. */
  clear(): void {
    this.kept.length = 0;
  }
}
