import { z } from 'zod';
import { usageError } from '../../../errors.ts';
import type { DockerCommand } from '../../compose/command.ts';
import { serviceOf, type Container, type Endpoint } from '../../compose/containers.ts';

/** A network in which the app reaches the server by name, and how the server was attached to it. */
const crossingSchema = z.object({
  network: z.string(),
  /** What the server is called there, besides its container's own name. */
  aliases: z.array(z.string()),
  /** The address that the compose file gives it; absent: Docker's choice. */
  address: z.string().optional(),
  /** Flags of `docker network connect` that attach it as it was. */
  attached: z.array(z.string()),
});
export type Crossing = z.infer<typeof crossingSchema>;

/** Where something can stand between an app and the server of its store. */
export const betweenSchema = z.object({
  /** The id of the server's container. */
  server: z.string(),
  service: z.string(),
  ports: z.array(z.number()),
  crossings: z.array(crossingSchema),
});
export type Between = z.infer<typeof betweenSchema>;

const SHORT_ID = 12;
/** These have no names of containers. */
const NAMELESS: ReadonlySet<string> = new Set(['bridge', 'host', 'none']);
const TOLD =
  'a toxiproxy of your own between the two, and --compose-wires with where it is (http://127.0.0.1:8474/redis)';

/** What the server is called while something stands in its place. */
export const nameBehind = ({ service }: Pick<Between, 'service'>): string => `holdfast-behind-${service}`;

interface Layout {
  apps: readonly Container[];
  server: Container;
  /** All containers of the project. */
  all: readonly Container[];
}

/**
 * Where something can take a server's place for the app by taking its names. Throws a usage error, with the next step,
 * where the project is laid out so that it cannot, or not for certain.
 */
export function betweenOf({ apps, server, all }: Layout): Between {
  const service = serviceOf(server);
  const names = networksOf(server);
  const refuse = (why: string, next: string = TOLD) =>
    usageError(`nothing can be put between the app and ${service} by its name: ${why}`, { next });
  const twins = all.filter((each) => serviceOf(each) === service && each.State.Running);
  if (twins.length > 1)
    throw refuse(`it has ${twins.length} containers, which share the name`, `one container, or ${TOLD}`);
  const ports = portsInside(server);
  if (ports.length === 0)
    throw refuse(
      'neither its image nor the compose file says on which port it listens',
      `expose: ['6379'] in its service, with its port`,
    );
  for (const app of apps) {
    if (!Object.keys(networksOf(app)).some((name) => name in names))
      throw refuse(`${serviceOf(app)}${modeOf(app)} and ${service}${modeOf(server)} share no network`);
    const link = Object.values(networksOf(app))
      .flatMap(({ Links }) => Links ?? [])
      .find((text) => text.split(':')[0] === server.Name.slice(1));
    if (link !== undefined)
      throw refuse(
        `${serviceOf(app)} has a link to its container (${link}), which goes by no name of the network`,
        `leave out links: in a network of compose, services know each other by their names; or ${TOLD}`,
      );
  }
  const crossings = Object.entries(names)
    .filter(([name]) => apps.some((app) => name in networksOf(app)))
    .map(([network, endpoint]) => crossingOf(server, network, endpoint));
  for (const { network, aliases } of crossings) {
    const other = all.find(
      (each) =>
        each.Id !== server.Id &&
        each.State.Running &&
        networksOf(each)[network]?.Aliases?.some((alias) => aliases.includes(alias)),
    );
    if (other !== undefined) throw refuse(`${serviceOf(other)} is called so, too, in the network ${network}`);
  }
  return { server: server.Id, service, ports, crossings };
}

function crossingOf(server: Container, network: string, endpoint: Endpoint): Crossing {
  const { Aliases, Links, IPAMConfig, DriverOpts, GwPriority = 0 } = endpoint;
  // Docker adds the first digits of the container's id by itself.
  const aliases = (Aliases ?? []).filter((alias) => alias !== server.Id.slice(0, SHORT_ID));
  const { IPv4Address: address, IPv6Address: address6 } = IPAMConfig ?? {};
  const attached = [
    ...aliases.flatMap((alias) => ['--alias', alias]),
    ...(address ? ['--ip', address] : []),
    ...(address6 ? ['--ip6', address6] : []),
    ...(Links ?? []).flatMap((link) => ['--link', link]),
    ...Object.entries(DriverOpts ?? {}).flatMap(([name, value]) => ['--driver-opt', `${name}=${value}`]),
    ...(GwPriority === 0 ? [] : ['--gw-priority', String(GwPriority)]),
  ];
  return { network, aliases, ...(address ? { address } : {}), attached };
}

/** What puts a container in the server's place, network by network. */
export function puttingIn({ server, crossings, ...between }: Between, container: string): DockerCommand[] {
  return crossings.flatMap(({ network, aliases, address }) => [
    { args: ['network', 'disconnect', network, server] },
    // First: so it mostly gets the address that the server had, and refuses what is sent over connections from before.
    {
      args: [
        'network',
        'connect',
        ...aliases.flatMap((alias) => ['--alias', alias]),
        ...(address === undefined ? [] : ['--ip', address]),
        network,
        container,
      ],
    },
    { args: ['network', 'connect', '--alias', nameBehind(between), network, server] },
  ]);
}

/**
 * What gives the server its place again; each does nothing, or fails, where there is nothing to do. What stood there is
 * ended first: it closes what the app has open, and the server then mostly gets the address that it had. Other services
 * may hold connections to that address from before, and would hear of nobody there for many minutes. It is removed last,
 * since it is what tells that the server is not at its place.
 */
export const puttingBack = ({ server, crossings }: Between, container: string): DockerCommand[] => [
  ...crossings.map(({ network }) => ({ args: ['network', 'disconnect', network, server] })),
  { args: ['kill', container] },
  ...crossings.map(({ network, attached }) => ({
    args: ['network', 'connect', ...attached, network, server],
  })),
  { args: ['rm', '--force', container] },
];

const networksOf = ({ NetworkSettings }: Container): Record<string, Endpoint> =>
  Object.fromEntries(
    Object.entries(NetworkSettings.Networks ?? {}).filter(([network]) => !NAMELESS.has(network)),
  );

const portsInside = ({ Config }: Container): number[] =>
  Object.keys(Config.ExposedPorts ?? {}).flatMap((text) => {
    const [port, protocol] = text.split('/');
    return protocol === 'tcp' ? [Number(port)] : [];
  });

const modeOf = ({ HostConfig: { NetworkMode = '' } }: Container): string =>
  /^(host|none|bridge|container:.*)$/.test(NetworkMode)
    ? ` (network_mode: ${NetworkMode.replace(/^container:.*/, 'service')})`
    : '';
