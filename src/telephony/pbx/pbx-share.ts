import { existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DebianTree } from './debian-tree.js';
import type { PbxLayout } from './pbx-layout.js';
import { PbxStartFailure, type EmbeddedPbxSettings } from './pbx-settings.js';
import { MUSIC } from './pbx-tree.js';

/** Folders of the data directory, and what the PBX calls them. */
const SHARED = [
  ['audio', 'guichet-audio'],
  ['speech', 'guichet-speech'],
  ['voicemails', 'guichet-voicemails'],
] as const;

/**
 * Asterisk's data directory, made of links: documentation (without it modules refuse their options) and ARI's description from the tree,
 * music from the tree, and each language's prompts as `sounds/<language>/guichet`, so that `sound:guichet/welcome` follows the
 * channel's language. The sound library is `sounds/guichet-audio`, spoken texts are `sounds/guichet-speech`, callers' messages are
 * `sounds/guichet-voicemails`, the same for every language.
 */
export function linkShare(layout: PbxLayout, tree: DebianTree, { soundsDir, dataDir }: EmbeddedPbxSettings): void {
  const share = join(tree.root, 'usr/share/asterisk');
  link(join(share, 'documentation'), join(layout.share, 'documentation'));
  link(join(share, 'rest-api'), join(layout.share, 'rest-api'));
  link(join(tree.root, MUSIC), join(layout.share, 'moh'));
  mkdirSync(join(layout.share, 'sounds'), { recursive: true });
  for (const [folder, name] of SHARED) {
    const kept = join(resolve(dataDir), folder);
    mkdirSync(kept, { recursive: true, mode: 0o700 });
    link(kept, join(layout.share, 'sounds', name));
  }
  if (!existsSync(soundsDir)) throw new PbxStartFailure(`The directory of prompts ${soundsDir} does not exist.`);
  for (const entry of readdirSync(soundsDir, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const prompts = resolve(soundsDir, entry.name);
    const language = join(layout.share, 'sounds', entry.name);
    mkdirSync(language, { recursive: true });
    link(prompts, join(language, 'guichet'));
    // The tone that ARI plays before a recording is looked for under this very name.
    for (const beep of readdirSync(prompts).filter((name) => name.startsWith('beep.'))) link(join(prompts, beep), join(language, beep));
  }
}

function link(target: string, path: string): void {
  const existing = lstatSync(path, { throwIfNoEntry: false });
  if (existing?.isSymbolicLink() && readlinkSync(path) === target) return;
  if (existing) rmSync(path, { recursive: true });
  symlinkSync(target, path);
}
