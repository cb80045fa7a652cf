import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { WaitEstimator, type SavedWaits } from '../core/estimation/wait-estimator.js';
import type { Log } from '../platform/logging/log.js';

const EVERY_MILLISECONDS = 60_000;

/** What the estimator learned, kept in a file, so that a restart does not forget how long callers wait here. */
export class KeptHistory {
  readonly estimator: WaitEstimator;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly file: string,
    private readonly log: Log,
  ) {
    this.estimator = this.read();
    this.timer = setInterval(() => {
      this.write();
    }, EVERY_MILLISECONDS);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
    this.write();
  }

  /** A file that is missing, or written by another version, is an empty history: estimates begin again, nothing else suffers. */
  private read(): WaitEstimator {
    try {
      return new WaitEstimator(JSON.parse(readFileSync(this.file, 'utf8')) as SavedWaits);
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'ENOENT')
        this.log.warn('What was learned of waits cannot be read', { fault: String(fault) });
      return new WaitEstimator();
    }
  }

  /** Replaced whole: a death in between leaves the old one. */
  private write(): void {
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(`${this.file}.new`, JSON.stringify(this.estimator.save()), { mode: 0o600 });
      renameSync(`${this.file}.new`, this.file);
    } catch (fault) {
      this.log.warn('What was learned of waits cannot be kept', { fault: String(fault) });
    }
  }
}
