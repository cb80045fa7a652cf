import type { Configuration } from '../platform/config/configuration.js';
import type { Demo } from './demo.js';

export interface BannerFacts {
  readonly configuration: Configuration;
  /** Where the API listens, without path. */
  readonly address: string;
  /** Null at every start but the first. */
  readonly firstPassword: { readonly password: string | null; readonly file: string | null } | null;
  readonly demo: Demo | null;
}

/** What an operator needs to know to go on from here. */
export function banner({ configuration, address, firstPassword, demo }: BannerFacts): string {
  const lines = ['', 'Guichet is ready.', '', `  API            ${address}/api/v1`, `  API page       ${address}/api/docs`];
  lines.push(`  Sign in as     admin${passwordOf(firstPassword, configuration)}`);
  if (configuration.pbx.kind === 'embedded') {
    lines.push(`  PBX            SIP on ${configuration.pbx.sipAddress}:${String(configuration.pbx.sipPort)} (UDP and TCP)`);
  } else lines.push(`  PBX            ${configuration.pbx.ariUrl}`);
  if (demo !== null) {
    lines.push('', `  Number to dial ${demo.number}`);
    for (const phone of demo.phones) {
      lines.push(`  Agent ${phone.login.padEnd(8)} SIP account ${phone.username}, password ${phone.password}, registrar ${phone.domain}`);
    }
    lines.push('', '  "npm run demo" in another terminal places a call and shows its journey.');
  }
  lines.push('', '  Ctrl+C stops the backend; calls stay up on the PBX until the next start.');
  if (configuration.pbx.kind === 'embedded') lines.push('  "npm run pbx -- stop" stops the PBX and every call on it.');
  return [...lines, ''].join('\n');
}

function passwordOf(first: BannerFacts['firstPassword'], configuration: Configuration): string {
  if (first?.password != null) return `, password ${first.password} (kept in ${first.file ?? 'the data directory'})`;
  if (configuration.adminPassword !== null) return ', password as set in GUICHET_ADMIN_PASSWORD at the first start';
  return ', password as printed at the first start';
}
