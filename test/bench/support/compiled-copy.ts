import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

/** What a simulated day is made of. None of it needs a library. */
const FOLDERS = ['src/core', 'src/engine', 'test/simulation', 'test/support', 'test/bench'];

/** A new folder with the simulation and what it simulates as JavaScript, by the compiler and settings of the build. Whoever asks removes it. */
export function compiledCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-compiled-'));
  const { config } = ts.readConfigFile(join(PROJECT, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, PROJECT);
  const compilerOptions = { ...options, module: ts.ModuleKind.ESNext, sourceMap: false };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const path of FOLDERS.flatMap(sourcesIn)) {
    const { outputText } = ts.transpileModule(readFileSync(join(PROJECT, path), 'utf8'), { compilerOptions, fileName: path });
    const target = join(folder, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  return folder;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .map((path) => join(folder, path));
}
