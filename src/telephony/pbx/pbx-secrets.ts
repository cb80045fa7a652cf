import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AriAccount } from './pbx-configuration.js';
import type { PbxLayout } from './pbx-layout.js';
import { PbxStartFailure, type EmbeddedPbxSettings } from './pbx-settings.js';

/** The ARI account: the settings' where given, else a random one that stays the same from start to start (file of mode 600). */
export function ariAccount(settings: EmbeddedPbxSettings, layout: PbxLayout): AriAccount {
  if (settings.ariUser !== null && settings.ariPassword !== null) return { ariUser: settings.ariUser, ariPassword: settings.ariPassword };
  const kept = keptAccount(layout.secrets);
  return { ariUser: settings.ariUser ?? kept.ariUser, ariPassword: settings.ariPassword ?? kept.ariPassword };
}

function keptAccount(file: string): AriAccount {
  if (!existsSync(file)) {
    const account = { ariUser: 'guichet', ariPassword: randomBytes(24).toString('base64url') };
    writeFileSync(file, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
    return account;
  }
  try {
    const account = JSON.parse(readFileSync(file, 'utf8')) as Partial<AriAccount>;
    if (account.ariUser && account.ariPassword) return { ariUser: account.ariUser, ariPassword: account.ariPassword };
  } catch {
    // Falls to the sentence below: what the parser says about a password file does not belong on a screen.
  }
  throw new PbxStartFailure(`${file} is damaged. Delete it: a new ARI password is made at the next start.`);
}
