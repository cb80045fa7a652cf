import { MARIADB } from '../support/http-lab.js';
import { tellEveryStory } from './every-story.js';

tellEveryStory(MARIADB);
