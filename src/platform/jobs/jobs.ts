import type { BeforeApplicationShutdown } from '@nestjs/common';
import { createTask, type ScheduledTask } from 'node-cron';

import type { Log } from '../../core/ports/log.js';

/** What is done again and again, whoever else does it too: on another instance, or on this one before it died. */
export interface Job {
  /** For the log. */
  readonly name: string;
  /** When, as cron writes it: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** Also as soon as we are there: what fell due while nobody was does not wait for its time to come round. */
  readonly atStart?: true;
  readonly run: () => Promise<void>;
}

/**
 * Runs the jobs of the modules on time. A run that fails is logged, and the next one does what it left; one that takes longer than the time
 * to the next is not begun a second time meanwhile. Several instances may run the same job at once: a job is written for that.
 */
export class Jobs implements BeforeApplicationShutdown {
  private readonly tasks: ScheduledTask[] = [];
  private readonly atStart: Job[] = [];
  private readonly running = new Map<Job, Promise<void>>();

  constructor(private readonly log: Log) {}

  /** To be told of it when the module begins; it first runs after `start`. */
  add(job: Job): void {
    const { log } = this;
    const logger = {
      debug: (message: unknown) => log.debug(String(message)),
      info: (message: string) => log.debug(message),
      warn: (message: string) => log.warn(message, { job: job.name }),
      error: (message: unknown) => log.error(String(message), { job: job.name }),
    };
    const options = { name: job.name, noOverlap: true, unref: true, suppressMissedWarning: true, logger };
    if (job.atStart === true) this.atStart.push(job);
    this.tasks.push(createTask(job.cron, () => this.run(job), options));
  }

  /** To be called once, when what the jobs work on is there. */
  start(): void {
    for (const task of this.tasks) void task.start();
    for (const job of this.atStart) void this.run(job);
  }

  /** No new run; those under way are waited for, as the database is closed after this. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const task of this.tasks) void task.destroy();
    await Promise.all(this.running.values());
  }

  private async run(job: Job): Promise<void> {
    if (this.running.has(job)) return;
    const { name, run } = job;
    const done = run().catch((fault: unknown) => {
      this.log.error('A job failed; its next run does what it left', { job: name, fault: String(fault) });
    });
    this.running.set(job, done);
    await done;
    this.running.delete(job);
  }
}
