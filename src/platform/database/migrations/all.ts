import { FirstTables1767225600000 } from './1767225600000-first-tables.js';

/** Every migration, oldest first. One that was released is never edited: a new one corrects it. */
export const MIGRATIONS = [FirstTables1767225600000];
