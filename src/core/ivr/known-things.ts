import type { IvrScenario } from './scenario.js';

/** What a scenario may refer to, answered from memory while it is checked. */
export interface KnownThings {
  audio(audioId: string): boolean;
  skill(skillId: string): boolean;
  queue(queueId: string): boolean;
  workSchedule(workScheduleId: string): boolean;
  scenario(scenarioId: string): IvrScenario | null;
  /** Whether there is a synthesiser for texts. */
  readonly canSpeakText: boolean;
}
