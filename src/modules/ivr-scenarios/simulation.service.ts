import { Inject, Injectable } from '@nestjs/common';

import { dryRun, type DryRunInputs } from '../../core/ivr/dry-run.js';
import { isObject } from '../../core/ivr/object-reader.js';
import { Refusal, type RefusalFault } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import { hoursAt } from '../../core/schedule/weekly-hours.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { fromRfc3339 } from '../../platform/http/instants.js';
import { SimulationInputs, SimulationResult } from './dto/simulation.dto.js';
import { WorkSchedulesService } from '../work-schedules/work-schedules.service.js';
import { IvrScenariosService } from './ivr-scenarios.service.js';

/** Tries scenarios with callers who are made up. */
@Injectable()
export class SimulationService {
  constructor(
    private readonly scenarios: IvrScenariosService,
    private readonly workSchedules: WorkSchedulesService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async simulate(id: string, inputs: SimulationInputs): Promise<SimulationResult> {
    const { keys = [], caller = null, did = '', at, schedules = {} } = inputs;
    const program = this.scenarios.program(id);
    if (program === null) throw new Refusal('not-found', 'unknown-ivr-scenario', `There is no IVR scenario ${id}.`);
    const faults: RefusalFault[] = [];
    const http = answersOf(inputs.http ?? {}, faults);
    for (const [scheduleId, state] of Object.entries(schedules)) {
      if (state === 'open' || state === 'closed') continue;
      const path = `inputs.schedules.${scheduleId}`;
      faults.push({ path, code: 'unknown-word', message: `${path} must be open or closed.` });
    }
    if (faults.length > 0) throw new Refusal('impossible', 'invalid-inputs', faults.map(({ message }) => message).join(' '), faults);
    const instant = at === undefined ? this.clock.now() : fromRfc3339(at, 'inputs.at');
    const really = (scheduleId: string): boolean | null => {
      const hours = this.workSchedules.hours(scheduleId);
      return hours === null ? null : hoursAt(hours, instant).open;
    };
    return dryRun(program, {
      keys,
      caller,
      did,
      at: instant,
      http,
      scheduleOpen: (scheduleId) => (Object.hasOwn(schedules, scheduleId) ? schedules[scheduleId] === 'open' : really(scheduleId)),
    });
  }
}

function answersOf(given: Readonly<Record<string, unknown>>, faults: RefusalFault[]): DryRunInputs['http'] {
  const answers = Object.entries(given).flatMap(([nodeId, answer]) => {
    if (isObject(answer)) {
      const { status = 200, json = null, ...others } = answer;
      if (Number.isInteger(status) && Object.keys(others).length === 0) return [[nodeId, { status: Number(status), json }] as const];
    }
    const path = `inputs.http.${nodeId}`;
    faults.push({ path, code: 'answer-expected', message: `${path} must be an object of a status and json.` });
    return [];
  });
  return Object.fromEntries(answers);
}
