import ipaddr from 'ipaddr.js';

/** What the operator has allowed: a network or address, or a host by its name. */
type Allowed = { readonly network: readonly [ipaddr.IPv4 | ipaddr.IPv6, number] } | { readonly host: string };

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})?(\.[a-z0-9_]([a-z0-9_-]{0,62})?)*$/;
/** Global unicast: of IPv6 nothing else is on the internet. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** On no list of the library: benchmarks; documentation; old 6to4 relays and address families with addresses within. */
const SPECIAL_IPV4 = ipaddr.IPv4.parseCIDR('198.18.0.0/15');
const SPECIAL_IPV6 = [ipaddr.IPv6.parseCIDR('2001::/23'), ipaddr.IPv6.parseCIDR('3fff::/20')];

/** Null when the text is neither an address, a network nor a host's name. */
export function parseAllowed(text: string): Allowed | null {
  const [address = '', length, ...more] = text.split('/');
  if (ipaddr.isValid(address) && isWhole(address)) {
    const longest = ipaddr.parse(address).kind() === 'ipv4' ? 32 : 128;
    const bits = length === undefined ? longest : /^\d{1,3}$/.test(length) ? Number(length) : -1;
    return more.length === 0 && bits >= 0 && bits <= longest ? { network: [ipaddr.parse(address), bits] } : null;
  }
  const host = text.toLowerCase();
  return HOST_NAME.test(host) && !/^[\d.]+$/.test(host) ? { host } : null;
}

/**
 * Which addresses may be asked on behalf of somebody who writes a URL: those on the internet, and what the operator allows. Everything
 * that leads back into the house is refused: private, loopback and link-local addresses, carrier-grade NAT, multicast, and the IPv6
 * addresses that hold one of IPv4.
 */
export class AddressRules {
  private readonly allowed: readonly Allowed[];

  /** Of `parseAllowed`'s texts; one that cannot be read allows nothing. */
  constructor(allowed: readonly string[]) {
    this.allowed = allowed.flatMap((text) => parseAllowed(text) ?? []);
  }

  /** Whether this address may be connected to, which the name `host` was resolved to. */
  mayConnect(address: string, host: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    // An IPv4 address in IPv6 clothes is judged as what is connected to.
    const real = ipaddr.process(address);
    const name = host.toLowerCase().replace(/\.$/, '');
    return isOnInternet(real) || this.allowed.some((one) => ('host' in one ? one.host === name : isWithin(real, one.network)));
  }
}

function isOnInternet(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv4) return !address.match(SPECIAL_IPV4);
  return address.match(GLOBAL_IPV6) && !SPECIAL_IPV6.some((network) => address.match(network));
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: readonly [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean {
  if (address instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && address.match(network, bits);
  return network instanceof ipaddr.IPv6 && address.match(network, bits);
}

/** The library takes `10.1` for 10.0.0.1: nobody who writes that into a list of networks knows what they allow. */
function isWhole(address: string): boolean {
  return address.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(address);
}
