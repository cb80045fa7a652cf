import { FirstTables1767225600000 } from './1767225600000-first-tables.js';
import { SkillGroups1769904000000 } from './1769904000000-skill-groups.js';
import { Schedules1772600000000 } from './1772600000000-schedules.js';
import { Audio1772600100000 } from './1772600100000-audio.js';
import { CampaignAdministration1772600200000 } from './1772600200000-campaign-administration.js';
import { Staff1772600300000 } from './1772600300000-staff.js';
import { IvrScenarios1772600400000 } from './1772600400000-ivr-scenarios.js';
import { MessagesAndCallbacks1772600500000 } from './1772600500000-messages-and-callbacks.js';
import { VoicemailWork1772600700000 } from './1772600700000-voicemail-work.js';
import { ServedCallbacks1772700300000 } from './1772700300000-served-callbacks.js';
import { Recordings1772700400000 } from './1772700400000-recordings.js';
import { CallDispositions1772700500000 } from './1772700500000-call-dispositions.js';
import { VoicemailCallbacks1772700600000 } from './1772700600000-voicemail-callbacks.js';
import { FollowedPhones1772700700000 } from './1772700700000-followed-phones.js';
import { RecordingAgents1772700800000 } from './1772700800000-recording-agents.js';

/** Every migration, oldest first. One that was released is never edited: a new one corrects it. */
export const MIGRATIONS = [
  FirstTables1767225600000,
  SkillGroups1769904000000,
  Schedules1772600000000,
  Audio1772600100000,
  CampaignAdministration1772600200000,
  Staff1772600300000,
  IvrScenarios1772600400000,
  MessagesAndCallbacks1772600500000,
  VoicemailWork1772600700000,
  ServedCallbacks1772700300000,
  Recordings1772700400000,
  CallDispositions1772700500000,
  VoicemailCallbacks1772700600000,
  FollowedPhones1772700700000,
  RecordingAgents1772700800000,
];
