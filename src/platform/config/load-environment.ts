import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

import type { Environment } from './environment-reader.js';

/** The variables of the process over those of the file `.env`, where there is one. The process itself is left as it is. */
export function loadEnvironment(file = '.env', own: Environment = process.env): Environment {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return own;
    throw error;
  }
  return { ...parseEnv(text), ...own };
}
