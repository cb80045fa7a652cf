import { afterAll, beforeAll, describe } from '@jest/globals';

import { HttpLab, type DatabaseKind, type DatabaseServer } from '../support/http-lab.js';
import { AUDIO_LIBRARY } from './stories/audio-library.js';
import { CAMPAIGN_ADMINISTRATION } from './stories/campaign-administration.js';
import { CAMPAIGN_OVERRIDE } from './stories/campaign-override.js';
import { AUDIT } from './stories/audit.js';
import { CAMPAIGN_SUMMARY } from './stories/campaign-summary.js';
import { CAMPAIGN_TRANSFER } from './stories/campaign-transfer.js';
import { CAMPAIGNS } from './stories/campaigns.js';
import { COLLEAGUES } from './stories/colleagues.js';
import { DIAL_POLICY } from './stories/dial-policy.js';
import { CALL_DISPOSITIONS } from './stories/call-dispositions.js';
import { DISPOSITIONS } from './stories/dispositions.js';
import { DOCUMENTATION } from './stories/documentation.js';
import { EXAMPLES } from './stories/examples.js';
import { EVENTS } from './stories/events.js';
import { IVR_SCENARIOS } from './stories/ivr-scenarios.js';
import { NUMBERS } from './stories/numbers.js';
import { CALLBACKS } from './stories/callbacks.js';
import { PAST } from './stories/past.js';
import { PERSONAL_DATA } from './stories/personal-data.js';
import { QUEUES_AND_STAFF } from './stories/queues-and-staff.js';
import { CALLER_AT_HAND } from './stories/caller-at-hand.js';
import { RECORDINGS_BY_DISPOSITION } from './stories/recordings-by-disposition.js';
import { RECORDINGS } from './stories/recordings.js';
import { REPETITION } from './stories/repetition.js';
import { RETENTION } from './stories/retention.js';
import { ROLES } from './stories/roles.js';
import { SCRIPTS } from './stories/scripts.js';
import { SCHEDULES } from './stories/schedules.js';
import { SIGNING_IN } from './stories/signing-in.js';
import { SKILLS } from './stories/skills.js';
import { VOICEMAIL_WORK } from './stories/voicemail-work.js';
import { SUPERVISIONS } from './stories/supervisions.js';
import { WORKING_AGENT } from './stories/working-agent.js';
import { WRONG_INPUT } from './stories/wrong-input.js';

const STORIES = [
  SIGNING_IN,
  WRONG_INPUT,
  NUMBERS,
  QUEUES_AND_STAFF,
  SKILLS,
  SCHEDULES,
  CAMPAIGNS,
  CAMPAIGN_ADMINISTRATION,
  CAMPAIGN_OVERRIDE,
  CAMPAIGN_SUMMARY,
  CAMPAIGN_TRANSFER,
  AUDIO_LIBRARY,
  WORKING_AGENT,
  COLLEAGUES,
  IVR_SCENARIOS,
  PAST,
  CALLBACKS,
  VOICEMAIL_WORK,
  PERSONAL_DATA,
  RETENTION,
  EVENTS,
  REPETITION,
  ROLES,
  AUDIT,
  DIAL_POLICY,
  DISPOSITIONS,
  CALL_DISPOSITIONS,
  SCRIPTS,
  RECORDINGS,
  RECORDINGS_BY_DISPOSITION,
  CALLER_AT_HAND,
  SUPERVISIONS,
  DOCUMENTATION,
  EXAMPLES,
];

/** The whole HTTP suite on one kind of database; each story has a database of its own. */
export function tellEveryStory(kind: DatabaseKind): void {
  describe(`HTTP on ${kind.name}`, () => {
    let server: DatabaseServer;

    beforeAll(async () => {
      server = await kind.start();
    }, 180_000);

    afterAll(async () => {
      await server.stop();
    });

    for (const { title, tell, environment } of STORIES) {
      describe(title, () => {
        let lab: HttpLab | undefined;

        beforeAll(async () => {
          lab = await HttpLab.start(await server.fresh(), environment);
        });

        afterAll(async () => {
          await lab?.stop();
        });

        tell(() => {
          if (lab === undefined) throw new Error('the backend did not start');
          return lab;
        });
      });
    }
  });
}
