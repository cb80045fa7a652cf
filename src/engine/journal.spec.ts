import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
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
  let write: typeof writeSync;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-journal-'));
    clock = new VirtualClock();
    store = new MemoryStore();
    ids = new CountingIds();
    log = new SilentLog();
    write = writeSync;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const open = (): Journal => new Journal(clock, ids, new Spill(folder, log, write), store, log);
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

  it('puts the entries that the database refuses aside, says why, and brings the others', async () => {
    store.refuses = ({ fact }) => 'callId' in fact && ['17', '400'].includes(String(fact.callId));
    const journal = open();
    for (let call = 0; call < 500; call += 1) journal.record(answered(String(call)));
    await clock.advance(1_000);
    expect(stored()).toHaveLength(498);
    expect(journal.behind).toBe(false);
    expect(readdirSync(folder)).toEqual(['refused-entries.ndjson']);
    const aside = readFileSync(join(folder, 'refused-entries.ndjson'), 'utf8').trim().split('\n');
    expect(aside.map((line) => (JSON.parse(line) as { fact: { callId: string } }).fact.callId)).toEqual(['17', '400']);
    const told = 'error: the database refuses an entry of the journal; it was put aside';
    expect(log.complaints).toEqual([told, told]);
    expect(log.lines[0]?.fields).toMatchObject({ type: 'call-answered', fault: 'Error: data too long' });
    await journal.close();
  });

  it('starts although an entry left by the last run is refused', async () => {
    open().record(answered('a'));
    store.refuses = () => true;
    const next = open();
    await expect(next.recover()).resolves.toBeUndefined();
    expect(readdirSync(folder)).toEqual(['refused-entries.ndjson']);
    await next.close();
  });

  it('loses no fact to a disk that takes half a line and is full', async () => {
    const journal = open();
    journal.record(answered('a'));
    const real = write;
    write = ((file: number, bytes: Buffer) => real(file, bytes, 0, 10)) as typeof writeSync;
    const full = new Journal(clock, ids, new Spill(folder, log, (...given) => write(...given)), store, log);
    full.record(answered('torn'));
    write = real;
    full.record(answered('c'));
    await full.close();
    expect(stored().sort()).toEqual(['a', 'c', 'torn']);
    expect(log.complaints).toEqual(['error: the journal cannot be written to disk; entries wait in memory']);
    await journal.close();
  });

  it('puts lines that nobody can read aside, and says so once', async () => {
    open().record(answered('a'));
    const good = readFileSync(join(folder, '1.ndjson'), 'utf8');
    writeFileSync(join(folder, '1.ndjson'), `{"id":"half{"id":"glued"}\n${good}`);
    store.away = true;
    const next = open();
    await expect(next.recover()).rejects.toThrow('away');
    store.away = false;
    await next.recover();
    expect(stored()).toEqual(['a']);
    expect(readFileSync(join(folder, 'refused-entries.ndjson'), 'utf8')).toBe('{"id":"half{"id":"glued"}\n');
    expect(log.complaints).toEqual(['error: lines of the journal on disk cannot be read; they were put aside']);
    await next.close();
  });

  it('ends within its time although the database never answers, and the next run writes the rest', async () => {
    const journal = open();
    store.write = () => new Promise(() => undefined);
    journal.record(answered('a'));
    let closed = false;
    const closing = journal.close(3_000).then(() => (closed = true));
    await clock.advance(2_900);
    expect(closed).toBe(false);
    await clock.advance(200);
    await closing;
    store = new MemoryStore();
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
