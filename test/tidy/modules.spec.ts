import { describe, expect, it } from '@jest/globals';

import { filesBelow, linesMatching, pathsBelow } from './source-files.js';

const files = filesBelow(['src/modules']);
const modules = [...new Set(pathsBelow('src/modules').map((path) => path.split('/')[2] ?? ''))].filter((name) => !name.includes('.'));

/** A decorator that belongs in one kind of file, so that a reader of the file's name knows what is inside. */
const PLACES: [decorator: string, ending: string][] = [
  ['Module', '.module.ts'],
  ['Controller', '.controller.ts'],
  ['Entity', '.entity.ts'],
];

describe('Every module is built like its neighbours', () => {
  it('there are modules, each a folder of src/modules', () => {
    expect(modules.length).toBeGreaterThan(0);
    const stray = pathsBelow('src/modules').filter((path) => path.split('/').length < 4);
    expect(stray).toEqual([]);
  });

  it('module X has X.module.ts and X.service.ts, and X.controller.ts when it speaks HTTP', () => {
    const paths = files.map(({ path }) => path);
    const speaksHttp = (name: string): boolean =>
      paths.some((path) => path.startsWith(`src/modules/${name}/`) && path.endsWith('.controller.ts'));
    const wanted = modules.flatMap((name) =>
      ['module', 'service', ...(speaksHttp(name) ? ['controller'] : [])].map((kind) => `src/modules/${name}/${name}.${kind}.ts`),
    );
    expect(wanted.filter((path) => !paths.includes(path))).toEqual([]);
  });

  it.each(PLACES)('@%s classes are in *%s files', (decorator, ending) => {
    const elsewhere = files.filter(({ path }) => !path.endsWith(ending) && !path.endsWith('.spec.ts'));
    expect(linesMatching(elsewhere, new RegExp(`^@${decorator}\\(`))).toEqual([]);
  });

  it('what comes in and goes out by HTTP is in dto/, in *.dto.ts files', () => {
    const misplaced = files.map(({ path }) => path).filter((path) => path.endsWith('.dto.ts') !== /\/dto\/[^/]+$/.test(path));
    expect(misplaced).toEqual([]);
  });

  it('a DTO is imported as a value: with `import type` its validation would silently not happen', () => {
    const controllers = files.filter(({ path }) => path.endsWith('.controller.ts'));
    expect(linesMatching(controllers, /import type .*\/dto\/|import \{[^}]*\btype \w+[^}]*\} from '.*\/dto\//)).toEqual([]);
  });
});
