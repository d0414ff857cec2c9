import { z } from 'zod';
import { TOXIPROXY_API_PORT } from '../../stores/toxiproxy.ts';
import { compose, docker } from './command.ts';
import { containerOf, labelled, serviceOf, type Container } from './containers.ts';

/** Ports inside the containers. */
export const PORTS = {
  app: 3000,
  balancer: 3000,
  exporter: 9200,
  wires: TOXIPROXY_API_PORT,
  prometheus: 9090,
  grafana: 3000,
} as const;

const configSchema = z.object({
  name: z.string(),
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      volumes: z.array(z.object({ type: z.string(), source: z.string().optional() })).optional(),
      ports: z.array(z.object({ target: z.number(), published: z.string().optional() })).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.object({ name: z.string() })).optional(),
});

/** The stack of docker-compose.yml: what it has, and what there is of it now. */
export class Project {
  readonly name: string;
  readonly services: readonly string[];
  readonly #images: ReadonlyMap<string, string | undefined>;
  readonly #volumes: ReadonlyMap<string, readonly string[]>;
  readonly #config: z.infer<typeof configSchema>;
  readonly #signal: AbortSignal;
  #ports: Readonly<Record<string, string>> = {};

  private constructor(config: z.infer<typeof configSchema>, signal: AbortSignal) {
    this.name = config.name;
    this.services = Object.keys(config.services);
    this.#config = config;
    this.#signal = signal;
    this.#images = new Map(Object.entries(config.services).map(([service, { image }]) => [service, image]));
    this.#volumes = new Map(
      Object.entries(config.services).map(([service, { volumes = [] }]) => [
        service,
        volumes.flatMap(({ type, source }) =>
          type === 'volume' && source !== undefined ? (config.volumes?.[source]?.name ?? source) : [],
        ),
      ]),
    );
  }

  static async open(signal: AbortSignal): Promise<Project> {
    const text = await docker(compose(['config', '--format', 'json']), signal);
    return new Project(configSchema.parse(JSON.parse(text)), signal);
  }

  /** The port of this machine at which a port of a service is published, unless `publishAt` says otherwise. */
  readonly publishedAs = (service: string, target: number): number | undefined => {
    const port = this.#config.services[service]?.ports?.find((each) => each.target === target);
    return port?.published === undefined ? undefined : Number(port.published);
  };

  /** Has all that is started from here on published at these ports, by the variables of docker-compose.yml. */
  publishAt(ports: Readonly<Record<string, string>>): void {
    this.#ports = ports;
  }

  /** Names of the volumes that hold a service's data. */
  readonly volumesOf = (service: string): readonly string[] => this.#volumes.get(service) ?? [];

  /** Removes the data of services, which may share it; their containers must be gone. */
  async removeVolumes(...services: readonly string[]): Promise<void> {
    const volumes = new Set(services.flatMap(this.volumesOf));
    if (volumes.size > 0) await docker({ args: ['volume', 'rm', '--force', ...volumes] }, this.#signal);
  }

  /** Builds the images of services, each image once, by the first service that has it. */
  async build(...services: readonly string[]): Promise<void> {
    const builders = Map.groupBy(services, (service) => this.#images.get(service));
    await this.run(['build', ...[...builders.values()].flatMap(([first]) => first ?? [])]);
  }

  /** The services that are instances of a store's app, in their order. */
  readonly instancesOf = (store: string): string[] => {
    const instance = new RegExp(`^app-${store}-\\d+$`);
    return this.services.filter((service) => instance.test(service)).toSorted();
  };

  /** Everything of the project's services that exists, running or not, by service. */
  containers(signal = this.#signal): Promise<Map<string, Container>> {
    return this.#labelled('com.docker.compose.oneoff=False', signal);
  }

  /** The containers of `docker compose run`, such as a k6 at work: of no service, although they are called by one. */
  async visitors(signal = this.#signal): Promise<Container[]> {
    return [...(await this.#labelled('com.docker.compose.oneoff=True', signal)).values()];
  }

  /** The container of one service. Rejects where there is none. */
  async container(service: string, signal = this.#signal): Promise<Container> {
    // By its labels: compose would read all its files first, which takes longer than all the rest.
    const found = await this.#labelled('com.docker.compose.oneoff=False', signal, service);
    const container = found.get(service);
    if (container === undefined) throw new Error(`there is no container of ${service}`);
    return container;
  }

  /** Starts the container of a service that has been made, unless it runs already; as it is then. */
  async started(service: string): Promise<Container> {
    const { Id } = await this.container(service);
    await docker({ args: ['start', Id] }, this.#signal);
    return containerOf(Id, this.#signal);
  }

  /** Runs one command of `docker compose` on the project. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
    return docker(compose(args, { ...this.#ports, ...env }), this.#signal);
  }

  async #labelled(
    label: string,
    signal: AbortSignal,
    ...services: readonly string[]
  ): Promise<Map<string, Container>> {
    const project = `com.docker.compose.project=${this.name}`;
    const of = services.map((service) => `com.docker.compose.service=${service}`);
    return byService(await labelled([project, label, ...of], signal));
  }
}

/** The service that is the way in to a store's instances. */
export const balancerOf = (store: string): string => `balancer-${store}`;

/** Where a port of a container answers on this machine. Throws where it is not published. */
export function published({ Name, NetworkSettings }: Container, port: number): string {
  const [binding] = NetworkSettings.Ports[`${port}/tcp`] ?? [];
  if (binding === undefined) throw new Error(`port ${port} of the container ${Name} is not published`);
  return `http://${binding.HostIp}:${binding.HostPort}`;
}

const byService = (containers: readonly Container[]) =>
  new Map(containers.map((container) => [serviceOf(container), container]));
