import { usageError } from '../../../errors.ts';
import { serviceOf, type Container } from '../../compose/containers.ts';

/** A port of a container, and where it is published. */
export interface PublishedPort {
  inside: number;
  host: string;
  port: number;
  /** Whether the compose file says at which port; otherwise it is another one after each start. */
  isFixed: boolean;
}

const EVERYWHERE = new Set(['', '0.0.0.0', '::']);

/** The TCP ports of a container that are published, each once; at all addresses means at `dockerHost`, too. */
export function portsOf(
  { NetworkSettings, HostConfig }: Container,
  dockerHost = '127.0.0.1',
): PublishedPort[] {
  return Object.entries(NetworkSettings.Ports).flatMap(([name, bindings]) => {
    const [binding] = bindings ?? [];
    const [inside, protocol] = name.split('/');
    if (binding === undefined || protocol !== 'tcp') return [];
    const host = EVERYWHERE.has(binding.HostIp) ? dockerHost : binding.HostIp;
    const [asked] = HostConfig.PortBindings?.[name] ?? [];
    const isFixed = Number(asked?.HostPort ?? 0) > 0;
    return [{ inside: Number(inside), host, port: Number(binding.HostPort), isFixed }];
  });
}

export const addressOf = ({ host, port }: PublishedPort): string =>
  new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;

/** Whether an address is that of a published port, by whatever name of this machine. */
export const leadsTo = (target: string, port: PublishedPort): boolean =>
  addressOf(port) === target.replace(/^http:\/\/(?:localhost|\[::1\])(?=:|$)/, 'http://127.0.0.1');

/** Where each instance of an app is reached. Throws a usage error where that is not plain. */
export function addressesOf(apps: readonly Container[], dockerHost: string): string[] {
  return apps.map((app) => {
    const [first, ...more] = portsOf(app, dockerHost);
    const service = serviceOf(app);
    if (first === undefined)
      throw usageError(`the service ${service} publishes no port by which clients could reach it`, {
        next: "publish it on this machine (ports: ['127.0.0.1:3000:3000']), or give the way to it, such as that of a proxy of the project, with --target",
      });
    if (more.length === 0) return addressOf(first);
    const said = [first, ...more].map((each) => `${each.inside} at ${addressOf(each)}`);
    throw usageError(`the service ${service} publishes several ports: ${said.join(', ')}`, {
      next: `--target ${addressOf(first)}, or whichever the app serves`,
    });
  });
}

/**
 * Throws a usage error where clients come by a port that Docker chooses anew whenever the container starts: after the
 * first fault they would find nobody there.
 */
export function assertFixed(
  targets: readonly string[],
  apps: readonly Container[],
  dockerHost: string,
): void {
  for (const app of apps) {
    const free = portsOf(app, dockerHost).find(
      (each) => !each.isFixed && targets.some((target) => leadsTo(target, each)),
    );
    if (free === undefined) continue;
    throw usageError(
      `the service ${serviceOf(app)} publishes ${free.inside} at a port that Docker chooses (${free.port} now), which is another one after each start`,
      { next: `name one in the compose file: ports: ['127.0.0.1:3000:${free.inside}']` },
    );
  }
}
