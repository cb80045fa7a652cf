import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * `npm run bench -- NAME… [options]`: runs these benches one after the other. Each prints its table and writes `bench-results/NAME.json`;
 * what follows the names is for each of them. Exit code 1 when one could not measure, 2 when there is none of that name.
 */
const split = process.argv.slice(2);
const firstOption = split.findIndex((argument) => argument.startsWith('-'));
const names = firstOption < 0 ? split : split.slice(0, firstOption);
const options = firstOption < 0 ? [] : split.slice(firstOption);

interface Bench {
  run(args: string[]): Promise<void>;
}

for (const name of names) {
  const file = new URL(`./${name}.ts`, import.meta.url);
  if (!/^[a-z-]+$/.test(name) || name === 'main' || !existsSync(fileURLToPath(file))) {
    console.error(`There is no bench "${name}".`);
    process.exit(2);
  }
}
if (names.length === 0) {
  console.error('Usage: npm run bench -- NAME… [options]      for instance: npm run bench -- idle-gap admission --seconds 30');
  process.exit(2);
}
for (const name of names) {
  const { run } = (await import(`./${name}.js`)) as Bench;
  await run(options);
}
