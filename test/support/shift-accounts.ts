import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { eventually } from './eventually.js';
import type { WireLab } from './wire-lab.js';

export interface ShiftAccounts {
  /** Of the calls, by how they ended. */
  readonly endings: Readonly<Record<string, number>>;
  /** Of the conversations that were recorded, by what became of that. */
  readonly recordings: Readonly<Record<string, number>>;
  /** The last place in the line that a caller was given. */
  readonly longestLine: number;
  readonly wrong: readonly string[];
}

interface Entry {
  readonly type: string;
  readonly at: string;
  /** Of `call-queued`. */
  readonly position?: number;
}

/** A conversation of so little may be over before the PBX has begun to write. */
const SOON_OVER_MS = 2_000;

interface Listed {
  readonly id: string;
  readonly ending: { readonly how: string } | null;
}

/** What there is afterwards, asked over HTTP, of the PBX and of the disk: one ending for each call, what was recorded, and what is left over. */
export async function accountsOf(lab: WireLab, calls: number): Promise<ShiftAccounts> {
  const wrong: string[] = [];
  const endings: Record<string, number> = {};
  const recordings: Record<string, number> = {};
  let longestLine = 0;
  const { mode } = (await lab.rest.get(`/campaigns/${lab.campaignId}`)).recording as { mode: string };
  for (const { id, ending } of await endedCalls(lab, calls)) {
    count(endings, ending?.how ?? 'open');
    const entries = await settledTimeline(lab, id);
    longestLine = Math.max(longestLine, ...entries.map(({ position = 0 }) => position));
    const story = entries.map(({ type }) => type);
    const times = (type: string): number => story.filter((told) => told === type).length;
    if (times('call-ended') !== 1) wrong.push(`call ${id} has ${String(times('call-ended'))} endings`);
    for (const type of story.filter((told) => told.startsWith('recording-'))) count(recordings, type);
    const talkedMs = instantOf(entries, 'call-ended') - instantOf(entries, 'call-connected');
    if (times('recording-discarded') > 0 && talkedMs > SOON_OVER_MS)
      wrong.push(`nothing was recorded of call ${id}, a conversation of ${String(talkedMs)} ms`);
    const expected = mode === 'all' && times('call-connected') > 0 ? 1 : 0;
    if (times('recording-begun') !== expected) wrong.push(`call ${id} was begun to be recorded ${String(times('recording-begun'))} times`);
  }
  const kept = recordings['recording-kept'] ?? 0;
  const { total } = await lab.rest.get('/recordings');
  if (total !== kept) wrong.push(`${String(kept)} recordings were kept, and ${String(total)} can be listened to`);
  const files = filesIn(join(lab.environment['DATA_DIR'] ?? '', 'recordings'));
  if (files.length !== kept) wrong.push(`${String(kept)} recordings were kept, and ${String(files.length)} files are there`);
  const stored = await lab.onPbx('recordings/stored');
  if (stored.length > 0) wrong.push(`${String(stored.length)} recordings are left on the PBX`);
  const errors = lab.backend.printed.split('\n').filter((line) => /"level":"error"|contradicts itself/.test(line));
  wrong.push(...errors.slice(0, 5).map((line) => `the backend said: ${line}`));
  return { endings, recordings, longestLine, wrong };
}

async function endedCalls(lab: WireLab, calls: number): Promise<Listed[]> {
  const everyCall = async (): Promise<Listed[] | null> => {
    const seen: Listed[] = [];
    for (let page = 1, total = 1; seen.length < total; page++) {
      const list = await lab.rest.get(`/calls?pageSize=500&page=${String(page)}`);
      total = list.total;
      seen.push(...(list.items as Listed[]));
      if (list.items.length === 0) break;
    }
    return seen.length === calls && seen.every(({ ending }) => ending !== null) ? seen : null;
  };
  return eventually(everyCall, { what: `an ending for each of the ${String(calls)} calls`, withinMs: 30_000, everyMs: 500 });
}

/** What happened in a call, once nothing of it is still to be brought from the PBX. */
async function settledTimeline(lab: WireLab, callId: string): Promise<Entry[]> {
  return eventually(
    async () => {
      const timeline = (await lab.rest.get(`/calls/${callId}`)).timeline as Entry[];
      const begun = timeline.filter(({ type }) => type === 'recording-begun').length;
      const settled = timeline.filter(({ type }) => type === 'recording-kept' || type === 'recording-discarded').length;
      return begun === settled ? timeline : null;
    },
    { what: `the recordings of call ${callId} to be kept or given up`, withinMs: 30_000, everyMs: 200 },
  );
}

/** Of the first of its type; NaN when there is none. */
function instantOf(entries: readonly Entry[], wanted: string): number {
  return Date.parse(entries.find(({ type }) => type === wanted)?.at ?? '');
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fault;
  }
}

function count(figures: Record<string, number>, name: string): void {
  figures[name] = (figures[name] ?? 0) + 1;
}
