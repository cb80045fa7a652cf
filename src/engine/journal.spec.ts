import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CountingIds } from '../../test/support/counting-ids.js';
import { SilentLog } from '../../test/support/silent-log.js';
import { MemoryStore } from '../../test/support/memory-store.js';
import { VirtualClock } from '../../test/support/virtual-clock.js';
import type { Fact } from '../core/journal/facts.js';
import { brandId, type CallId } from '../core/kernel/ids.js';
import { Journal } from './journal.js';
import { Spill } from './spill.js';

function answered(call: string): Fact {
  return { type: 'call-answered', callId: brandId<CallId>(call) };
}

describe('the journal', () => {
  let folder: string;
  let clock: VirtualClock;
  let store: MemoryStore;
  let ids: CountingIds;
  let log: SilentLog;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-journal-'));
    clock = new VirtualClock();
    store = new MemoryStore();
    ids = new CountingIds();
    log = new SilentLog();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const open = (): Journal => new Journal(clock, ids, new Spill(folder), store, log);
  const stored = (): string[] => [...store.entries.values()].map(({ fact }) => ('callId' in fact ? String(fact.callId) : ''));

  it('brings every fact to the database in order, and leaves nothing on disk', async () => {
    const journal = open();
    for (let call = 0; call < 2500; call += 1) journal.record(answered(String(call)));
    await clock.advance(1_000);
    expect(stored()).toEqual(Array.from({ length: 2500 }, (_, call) => String(call)));
    expect(readdirSync(folder)).toEqual([]);
    await journal.close();
  });

  it('keeps facts on disk while the database is away, tells it once, and catches up in order', async () => {
    const journal = open();
    store.away = true;
    journal.record(answered('a'));
    await clock.advance(5_000);
    journal.record(answered('b'));
    await clock.advance(60_000);
    expect(journal.behind).toBe(true);
    expect(log.complaints).toEqual(['warn: the database does not take the journal; it waits on disk']);
    store.away = false;
    await clock.advance(2_000);
    expect(journal.behind).toBe(false);
    expect(stored()).toEqual(['a', 'b']);
    await journal.close();
  });

  it('loses nothing when the process dies before the database had it', async () => {
    open().record(answered('a'));
    const next = open();
    await next.recover();
    expect(stored()).toEqual(['a']);
    await next.close();
  });

  it('leaves out a line that the death cut short', async () => {
    const first = open();
    first.record(answered('a'));
    appendFileSync(join(folder, '1.ndjson'), '{"id":"id-0000');
    const next = open();
    await next.recover();
    expect(stored()).toEqual(['a']);
    await next.close();
  });

  it('tells its listeners every fact at once, until they stop listening', () => {
    const journal = open();
    const heard: string[] = [];
    const stop = journal.subscribe(({ fact }) => heard.push(fact.type));
    journal.record(answered('a'));
    stop();
    journal.record(answered('b'));
    expect(heard).toEqual(['call-answered']);
  });
});
