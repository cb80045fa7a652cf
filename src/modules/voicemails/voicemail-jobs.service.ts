import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';

import type { Clock } from '../../core/ports/clock.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { VoicemailCountsService } from './voicemail-counts.service.js';
import { VoicemailOverflowService } from './voicemail-overflow.service.js';
import { VoicemailStepsService } from './voicemail-steps.service.js';
import { VoicemailWorkService } from './voicemail-work.service.js';

const EVERY_MINUTE = '* * * * *';

/** What is done about messages without anybody asking. */
@Injectable()
export class VoicemailJobsService implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly overflow: VoicemailOverflowService,
    private readonly work: VoicemailWorkService,
    private readonly steps: VoicemailStepsService,
    private readonly counts: VoicemailCountsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.add({
      name: 'voicemail-overflow',
      cron: EVERY_MINUTE,
      atStart: true,
      run: () => this.overflow.moveOverdue(this.clock.now()),
    });
    this.jobs.add({
      name: 'voicemail-left-behind',
      cron: EVERY_MINUTE,
      atStart: true,
      run: () => this.work.releaseLeftBehind(this.clock.now()),
    });
    this.jobs.add({ name: 'voicemail-steps', cron: EVERY_MINUTE, atStart: true, run: () => this.steps.retell(this.clock.now()) });
    this.jobs.add({ name: 'voicemail-counts', cron: EVERY_MINUTE, run: () => this.counts.recount() });
  }
}
