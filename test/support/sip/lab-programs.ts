import { join } from 'node:path';
import { readdirSync } from 'node:fs';

import { labTree } from '../lab-tree.js';
import type { AsteriskInstallation } from './bare-asterisk.js';
import type { BaresipOptions } from './baresip-phone.js';
import type { Command } from './sipp-process.js';

/** The programs of the lab tree that the harness runs. */
export async function labPrograms(): Promise<
  AsteriskInstallation & { readonly sipp: Command; readonly baresip: BaresipOptions['baresip'] }
> {
  const tree = await labTree();
  const libraries = readdirSync(join(tree.root, 'usr/lib')).find((name) => name.includes('-linux-gnu')) ?? '';
  return {
    sipp: tree.command('usr/bin/sipp'),
    baresip: { command: tree.command('usr/bin/baresip'), modules: join(tree.root, 'usr/lib/baresip/modules') },
    asterisk: tree.command('usr/sbin/asterisk'),
    moduleDirectory: join(tree.root, 'usr/lib', libraries, 'asterisk/modules'),
    dataDirectory: join(tree.root, 'usr/share/asterisk'),
  };
}
