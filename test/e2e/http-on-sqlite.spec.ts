import { SQLITE } from '../support/http-lab.js';
import { tellEveryStory } from './every-story.js';

tellEveryStory(SQLITE);
