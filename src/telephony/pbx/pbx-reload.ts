/** How a running Asterisk takes in each configuration file; files that are not here are read at its start only. */
const RELOADS: Record<string, readonly string[]> = {
  'extensions.conf': ['dialplan reload'],
  'guichet-extensions.conf': ['dialplan reload'],
  'site-globals.conf': ['dialplan reload'],
  'guichet-pjsip.conf': ['module reload res_pjsip.so', 'module reload res_pjsip_endpoint_identifier_ip.so'],
  'site-trunk.conf': [
    'module reload res_pjsip.so',
    'module reload res_pjsip_endpoint_identifier_ip.so',
    'module reload res_pjsip_outbound_registration.so',
  ],
  'ari.conf': ['module reload res_ari.so'],
  'site-ari.conf': ['module reload res_ari.so'],
  'musiconhold.conf': ['moh reload'],
  'rtp.conf': ['module reload res_rtp_asterisk.so'],
  'site-rtp.conf': ['module reload res_rtp_asterisk.so'],
  'logger.conf': ['logger reload'],
};

/** The console commands that make these changed files effective without touching a call, or null when only a restart does. */
export function reloadCommands(changed: readonly string[]): string[] | null {
  const commands = changed.map((name) => RELOADS[name]);
  return commands.includes(undefined) ? null : [...new Set(commands.flatMap((list) => list ?? []))];
}

/** Whether the console's answer to such a command says that the change is effective; null is no answer. */
export function tookEffect(answer: string | null): boolean {
  return (
    answer !== null && !/reload failure|No such (module|command)|not properly initialized|already in progress|reload queued/i.test(answer)
  );
}
