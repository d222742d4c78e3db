/** Which hosts are in networks of one's own. For chunks that reach the network: it loads one of Node's modules for that. */
import { BlockList, isIP } from 'node:net';

/** Loopback, and what only one's own networks can reach; 100.64.0.0/10 is Tailscale's. */
const PRIVATE = new BlockList();
for (const net of [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
])
  PRIVATE.addSubnet(...subnet(net), 'ipv4');
for (const net of ['::1/128', 'fc00::/7', 'fe80::/10']) PRIVATE.addSubnet(...subnet(net), 'ipv6');

function subnet(net: string): [address: string, prefix: number] {
  const [address = '', prefix] = net.split('/');
  return [address, Number(prefix)];
}

/**
 * Whether a host is this computer or in a network of one's own: a socket, such an address, or a name that no public name
 * server knows.
 */
export function isPrivate(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const version = isIP(bare);
  if (version) return PRIVATE.check(bare, version === 4 ? 'ipv4' : 'ipv6');
  return /^\/|^[a-z][\w-]*$|\.(?:localhost|local|lan|internal|home\.arpa|ts\.net)$/i.test(bare);
}
