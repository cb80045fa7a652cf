import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Names the folder that holds this run's own build. */
const BUILD_VARIABLE = 'GUICHET_BUILD';
/** What a build does not look at, and what another program may be changing meanwhile. */
const LEFT_OUT = new Set(['dist', 'data', '.cache', '.git', '.env', 'coverage', 'src', 'test']);

/**
 * The compiled backend to start in a test, `node <path>`: built by this run for itself, so that neither another run nor an `npm start`
 * finds its `dist` replaced under its feet. Without a run around it (bare jest), the `dist` of `npm run build`.
 */
export function builtProgram(file = 'main.js'): string {
  const program = join(process.env[BUILD_VARIABLE] ?? process.cwd(), 'dist', file);
  if (!existsSync(program)) throw new Error(`${program} is not there: run \`npm run build\`, or start the tests with \`npm test\`.`);
  return program;
}

/**
 * Prepares a folder to build in, and returns where the compiler shall write. Everything else the program looks for beside its `dist`
 * (node_modules, sounds, the PBX's configuration) is linked, so it runs there as it runs in the project.
 */
export function prepareBuild(directory: string, environment: NodeJS.ProcessEnv): string {
  const build = join(directory, 'build');
  mkdirSync(build);
  for (const name of readdirSync(process.cwd())) {
    if (!LEFT_OUT.has(name)) symlinkSync(join(process.cwd(), name), join(build, name));
  }
  environment[BUILD_VARIABLE] = build;
  return join(build, 'dist');
}
