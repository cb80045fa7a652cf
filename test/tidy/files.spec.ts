import { describe, expect, it } from '@jest/globals';

import { codeOnly, filesBelow, linesMatching, pathsBelow, type SourceFile } from './source-files.js';

const files = filesBelow(['src', 'test', 'scripts']);
const specs = files.filter(({ path }) => path.endsWith('.spec.ts'));
const MAX_LINES = 300;

/** Words that mark unfinished work, spelled apart so that this file does not report itself. */
const UNFINISHED = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);
const NOT_RUN = /\b(describe|it|test)\.(only|skip|todo|failing)\b|\b(xit|xtest|xdescribe|fit|fdescribe)\(/;
const ENUM = /^\s*(export\s+)?(declare\s+)?(const\s+)?enum\s+\w/;
const BARE_SLEEP = /setTimeout.*timers\/promises|\b(sleep|delay|pause|wait)\(\s*[\d_]+|new Promise.*setTimeout/;

/** A line comment that reads as a statement: it ends like one, or opens or closes a block. */
const COMMENTED_OUT = new RegExp(
  [
    '^\\s*//\\s*(',
    '(import|export)\\b.*from\\s|',
    '(const|let|var)\\s+[\\w{[].*=|',
    '(return|throw)\\b.*;\\s*$|',
    '(if|for|while|switch)\\s*\\(.*\\)\\s*\\{?\\s*$|',
    '(await\\s+)?[\\w.]+\\(.*\\);?\\s*$|',
    '[\\w.[\\]]+\\s*[-+]?=\\s.*;\\s*$|',
    '[})\\]]+[;,]?\\s*$',
    ')',
  ].join(''),
);

describe('A reader finds every file where and how the house keeps it', () => {
  it('is called in kebab-case, with dots before the kind: queue-length.ts, queues.service.ts', () => {
    const names = files.map(({ path }) => path);
    expect(
      names.filter((path) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.ts$/.test(path)),
    ).toEqual([]);
  });

  it('holds no barrel: import the file that declares the thing', () => {
    expect(files.map(({ path }) => path).filter((path) => path.endsWith('/index.ts'))).toEqual([]);
  });

  it(`has at most ${MAX_LINES} lines: split it by phase or by idea, not by layer`, () => {
    const long = files
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });

  it('is TypeScript: a stray .js below src or test would shadow it', () => {
    expect(['src', 'test', 'scripts'].flatMap(pathsBelow).filter((path) => /\.(js|cjs|mjs|jsx|tsx)$/.test(path))).toEqual([]);
  });
});

describe('A reader finds finished work', () => {
  it('nothing is marked as unfinished: do it now, or open an issue and leave no mark', () => {
    expect(linesMatching(files, UNFINISHED)).toEqual([]);
  });

  it('no code is commented out: delete it, git remembers', () => {
    expect(linesMatching(files, COMMENTED_OUT)).toEqual([]);
  });

  it("there is no enum: use a union of strings ('a' | 'b')", () => {
    expect(linesMatching(files.map(codeOnly), ENUM)).toEqual([]);
  });
});

describe('A test proves something, every time', () => {
  it('every test runs: repair or delete what is skipped, and leave no .only', () => {
    expect(linesMatching(specs.map(codeOnly), NOT_RUN)).toEqual([]);
  });

  it('no test sleeps for a fixed time: wait for the condition with eventually() of test/support', () => {
    const patient = files.filter(
      ({ path }) => path.endsWith('.spec.ts') || (path.startsWith('test/') && !path.startsWith('test/support/')),
    );
    expect(linesMatching(patient.filter(notThisFile), BARE_SLEEP)).toEqual([]);
  });

  it('every spec lies where a level of test looks for it', () => {
    const levels = /^(src\/|test\/(tidy|scenarios|simulation|contracts|e2e|wire)\/)/;
    expect(specs.map(({ path }) => path).filter((path) => !levels.test(path))).toEqual([]);
  });
});

describe('The habits themselves are checked', () => {
  it.each([
    '// const x = 1;',
    '  // await call.play(welcome);',
    '// import { a } from "./a.js";',
    '// return undefined;',
    '// if (a) {',
    '// }',
    '// floor.size = 3;',
  ])('%s is commented-out code', (line) => {
    expect(line).toMatch(COMMENTED_OUT);
  });

  it.each([
    '// Overflow is decided before the music starts (a caller takes it for a dropped call).',
    '// See RFC 3261, section 12.2.1.1; the tag decides.',
    '// A leg that is gone is an outcome, not an error:',
    '// ---------------------------------------------',
    '// Returns at once: the music goes on.',
    '// If the socket is cut (packets dropped), the ping tells.',
  ])('%s is a remark', (line) => {
    expect(line).not.toMatch(COMMENTED_OUT);
  });

  it('a skipped test and a bare sleep are seen', () => {
    expect('  it.' + 'skip("x")').toMatch(NOT_RUN);
    expect('await sleep' + '(500)').toMatch(BARE_SLEEP);
    expect('await new Promise((r) => ' + 'setTimeout(r, 5))').toMatch(BARE_SLEEP);
    expect('await eventually(look, { what })').not.toMatch(BARE_SLEEP);
  });
});

function notThisFile({ path }: SourceFile): boolean {
  return path !== 'test/tidy/files.spec.ts';
}
