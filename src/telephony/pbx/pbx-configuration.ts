import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PbxLayout } from './pbx-layout.js';
import { PbxStartFailure, type EmbeddedPbxSettings, type PbxTrunk } from './pbx-settings.js';

/** `asterisk-conf/` of this checkout, three levels up from the sources and from the compiled files alike. */
const CONFIGURATION = join(dirname(fileURLToPath(import.meta.url)), '../../../asterisk-conf');

/** ARI commands everything: it is never offered to the network by the embedded PBX. */
export const ARI_ADDRESS = '127.0.0.1';

const APOLOGY_AFTER_SECONDS = 120;

export interface AriAccount {
  ariUser: string;
  ariPassword: string;
}

/** The configuration files of this PBX by name, complete: the static ones as they are, the templates filled in. */
export function renderConfiguration(
  settings: EmbeddedPbxSettings & AriAccount,
  layout: PbxLayout,
  modulesDir: string,
): Map<string, string> {
  const { trunk } = settings;
  const values: Record<string, string> = {
    ETC_DIR: layout.etc,
    MODULES_DIR: modulesDir,
    STATE_DIR: layout.state,
    SHARE_DIR: layout.share,
    SPOOL_DIR: layout.spool,
    RUN_DIR: layout.run,
    LOG_DIR: layout.log,
    LANGUAGE: settings.defaultLanguage,
    ARI_APP: settings.ariApp,
    ARI_ADDRESS,
    ARI_PORT: String(settings.ariPort),
    ARI_USER: settings.ariUser,
    ARI_PASSWORD: settings.ariPassword,
    APOLOGY_AFTER_SECONDS: String(settings.apologyAfterSeconds ?? APOLOGY_AFTER_SECONDS),
    SIP_ADDRESS: bracketed(settings.sipAddress),
    SIP_PORT: String(settings.sipPort),
    RTP_FROM: String(settings.rtpPorts.from),
    RTP_TO: String(settings.rtpPorts.to),
    ...(trunk && trunkValues(trunk)),
  };
  const files = new Map<string, string>();
  for (const name of readdirSync(CONFIGURATION).sort()) {
    const text = (): string => readFileSync(join(CONFIGURATION, name), 'utf8');
    if (name.endsWith('.conf')) files.set(name, text());
    else if (name.endsWith('.conf.template') && !name.startsWith('site-trunk')) files.set(withoutTemplate(name), fillIn(text(), values));
  }
  const template = (name: string): string => fillIn(readFileSync(join(CONFIGURATION, `${name}.conf.template`), 'utf8'), values);
  files.set('site-trunk.conf', trunkTemplates(trunk).map(template).join(''));
  return files;
}

/** The text with every `@@NAME@@` replaced. An unknown name is a fault of the template and throws. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/@@([A-Z_]+)@@/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Nothing to fill in for @@${name}@@.`);
    if (/[\r\n\0]/.test(value))
      throw new PbxStartFailure(`The value for ${name} contains a line break, which the PBX's configuration cannot hold.`);
    // A semicolon opens a comment in Asterisk's files.
    return value.replaceAll(';', '\\;');
  });
}

/** Names of the files whose content on disk is not the one given; missing ones included. */
export function changedFiles(directory: string, files: ReadonlyMap<string, string>): string[] {
  return [...files].filter(([name, text]) => readOrNull(join(directory, name)) !== text).map(([name]) => name);
}

/** Writes the named files. They hold passwords: nobody else may read them. */
export function writeFiles(directory: string, files: ReadonlyMap<string, string>, names: readonly string[]): void {
  for (const name of names) writeFileSync(join(directory, name), files.get(name) ?? '', { mode: 0o600 });
}

/** The pieces of `site-trunk.conf`, in the order in which they belong together. */
function trunkTemplates(trunk: PbxTrunk | null): string[] {
  const account = trunk?.user != null;
  return [
    'site-trunk',
    ...(account ? ['site-trunk-auth'] : []),
    ...(trunk ? ['site-trunk-host'] : []),
    ...(account && trunk.register ? ['site-trunk-registration'] : []),
    'site-trunk-loopback',
  ];
}

function trunkValues(trunk: PbxTrunk): Record<string, string> {
  return {
    TRUNK_HOST: bracketed(trunk.host),
    TRUNK_ADDRESS: trunk.host.replace(/^\[|\]$/g, ''),
    TRUNK_PORT: String(trunk.port),
    TRUNK_USER: trunk.user ?? '',
    TRUNK_PASSWORD: trunk.password ?? '',
  };
}

/** An IPv6 address in the brackets that it needs beside a port; anything else unchanged. */
function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function withoutTemplate(name: string): string {
  return name.slice(0, -'.template'.length);
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
