import type { HttpLab } from '../../support/http-lab.js';

/** Tests told on one running backend with an empty database. */
export interface Story {
  readonly title: string;
  readonly tell: (lab: () => HttpLab) => void;
}
