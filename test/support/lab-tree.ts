import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { DebianTree } from '../../src/telephony/pbx/debian-tree.js';

/** Everything real that the tests run: the PBX, the SIP callers and phones, the other database. */
const LAB = {
  name: 'lab',
  packages: ['asterisk', 'asterisk-moh-opsound-wav', 'sip-tester', 'mariadb-server-core', 'baresip-core', 'libttspico-utils'],
};

/** Where an unpacked tree already is. Set by `npm test` for its children, or by hand to save the download. */
export const LAB_TREE_VARIABLE = 'GUICHET_LAB_TREE';

/**
 * The tree of Debian packages whose programs the tests start, unpacked in a private directory; fetched on the first call.
 * Rejects with a sentence when it cannot be had: a missing server is a failure of the tests, never a reason to skip some.
 */
export async function labTree(report: (line: string) => void = () => undefined): Promise<DebianTree> {
  const given = process.env[LAB_TREE_VARIABLE];
  if (given) return unpackedTree(resolve(given));
  const { debianTree } = await import('../../src/telephony/pbx/debian-tree.js');
  return debianTree(LAB, report);
}

function unpackedTree(root: string): DebianTree {
  const loader = find(root, ['usr/lib64', 'lib64', 'usr/lib', 'lib'], /^ld-linux-.*\.so\.\d$/);
  const libraries = find(root, ['usr/lib'], /^[a-z0-9_]+-linux-gnu[a-z]*$/);
  if (loader === undefined || libraries === undefined) {
    throw new Error(`${LAB_TREE_VARIABLE}=${root} is not an unpacked Debian tree: unset it to have one fetched, or name another.`);
  }
  return {
    root,
    libraries,
    command: (path) => ({ file: loader, args: ['--library-path', libraries, join(root, path)] }),
  };
}

function find(root: string, folders: string[], name: RegExp): string | undefined {
  for (const folder of folders.map((path) => join(root, path)).filter((path) => existsSync(path))) {
    const entry = readdirSync(folder).find((candidate) => name.test(candidate));
    if (entry !== undefined) return join(folder, entry);
  }
  return undefined;
}
