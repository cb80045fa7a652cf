import type { HttpLab } from '../../support/http-lab.js';

/** Tests told on one running backend with an empty database. */
export interface Story {
  readonly title: string;
  /** Configuration keys that it needs besides those of every story. */
  readonly environment?: Record<string, string>;
  readonly tell: (lab: () => HttpLab) => void;
}
