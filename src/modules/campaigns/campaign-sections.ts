/** The parts of a campaign's document that hold what it refers to, each before those that refer to it. */
export const SECTIONS = [
  'audio',
  'skillGroups',
  'queues',
  'workSchedules',
  'callingHours',
  'holidayGroups',
  'dispositionGroups',
  'scripts',
  'ivrScenarios',
] as const;

export type Section = (typeof SECTIONS)[number];
