import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { unavailable, usageError } from '../../errors.ts';

/**
 * Loopback and private networks (RFC 1122, 1918, 4193, 4291), also as IPv6 writes an IPv4 address. Link-local ones are
 * none of them: clouds serve a machine's own credentials at 169.254.169.254.
 */
const NEAR = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  NEAR.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
] as const)
  NEAR.addSubnet(network, bits, 'ipv6');

/** Private by their networks, and where AWS and Google Cloud serve the same over IPv6. */
const METADATA = new BlockList();
for (const address of ['fd00:ec2::254', 'fd20:ce::254']) METADATA.addAddress(address, 'ipv6');

/** Base addresses from what the user gave. Throws a usage error for one that is no http or https address. */
export function parseTargets(given: readonly string[]): string[] {
  const targets = given.map((text) => {
    const url = URL.parse(text);
    if (url === null || !/^https?:$/.test(url.protocol))
      throw usageError(`"${text}" is not the address of an app`, { next: '--target http://127.0.0.1:3000' });
    // Redirects of the probe lead to the root of the app, so that below a path one workload would go astray.
    if (url.href !== `${url.origin}/`)
      throw usageError(`"${text}" has more than a host and a port`, {
        next: `--target ${url.origin}, with the probe mounted at the root of the app`,
      });
    return url.origin;
  });
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice !== undefined) throw usageError(`--target ${twice} was given twice`);
  return targets;
}

/**
 * Rejects with a usage error if a target is anywhere but on this machine or in a private network: to load somebody
 * else's server by mistake does harm.
 */
export async function assertNear(target: string): Promise<void> {
  const host = hostOf(target);
  const addresses = isIP(host) === 0 ? await resolved(target, host) : [host];
  const far = addresses.find((address) => !isNear(address));
  if (far === undefined) return;
  const where = far === host ? '' : ` (${far})`;
  throw usageError(`${target}${where} is neither on this machine nor in a private network`, {
    next: '--allow-remote, if that server is yours to put under load',
  });
}

const found = new Map<string, string[]>();

/** Once for each name: what was seen to be near is what the generator is held to, whatever the name stands for by then. */
async function resolved(target: string, host: string): Promise<string[]> {
  const before = found.get(host);
  if (before !== undefined) return before;
  try {
    const addresses = (await lookup(host, { all: true })).map(({ address }) => address);
    found.set(host, addresses);
    return addresses;
  } catch (error) {
    throw unavailable(`${target} has no address: ${host} could not be resolved`, {
      next: 'give the address of your app with --target',
      cause: error,
    });
  }
}

/**
 * Of targets that go by a name, the address that it stands for: an IPv4 one where there is any, as k6 prefers it. The
 * generator is held to these.
 */
export async function addressesOf(targets: readonly string[]): Promise<Record<string, string>> {
  const addresses: Record<string, string> = {};
  for (const target of targets) {
    const host = hostOf(target);
    if (isIP(host) !== 0) continue;
    const all = await resolved(target, host);
    const address = all.find((each) => isIP(each) === 4) ?? all[0];
    if (address !== undefined) addresses[host] = address;
  }
  return addresses;
}

const hostOf = (target: string) => new URL(target).hostname.replace(/^\[|\]$/g, '');

function isNear(address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return NEAR.check(address, family) && !METADATA.check(address, family);
}
