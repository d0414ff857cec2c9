import { createServer } from 'node:net';
import getPort, { portNumbers } from 'get-port';
import { balancerVariable, MOST_STACK_INSTANCES } from '../../../protocol/stack.ts';
import { BALANCER_PORTS } from '../../../protocol/stores.ts';
import { unavailable } from '../../errors.ts';
import { takenBy } from './port-holder.ts';
import type { Container } from './containers.ts';
import { balancerOf, PORTS } from './project.ts';

/** Below those that systems give to connections that go out, so that no client of a run ever takes one. */
const OTHERS = { from: 20_000, drawnTo: 28_000, to: 30_000 } as const;

/** A port of the stack that is published on this machine. */
export interface StackPort {
  service: string;
  /** Inside the container. */
  target: number;
  /** Of docker-compose.yml; without it the port is `byDefault`. */
  variable: string;
  byDefault: number;
}

const stores = Object.entries(BALANCER_PORTS).map(([store, port]) => ({ store, port: port as number }));
const ofInstance = (store: string, port: number, number: number): StackPort => ({
  service: `app-${store}-${number}`,
  target: PORTS.app,
  variable: balancerVariable(`${store}-${number}`),
  byDefault: port + number,
});
const ofItself = (service: 'wires' | 'exporter' | 'prometheus' | 'grafana'): StackPort => ({
  service,
  target: PORTS[service],
  variable: balancerVariable(service),
  byDefault: PORTS[service],
});

/** Every port that docker-compose.yml publishes. */
export const STACK_PORTS: readonly StackPort[] = [
  ...stores.map(({ store, port }) => ({
    service: balancerOf(store),
    target: PORTS.balancer,
    variable: balancerVariable(store),
    byDefault: port,
  })),
  ...stores.flatMap(({ store, port }) =>
    Array.from({ length: MOST_STACK_INSTANCES }, (_, index) => ofInstance(store, port, index + 1)),
  ),
  ...(['wires', 'exporter', 'prometheus', 'grafana'] as const).map(ofItself),
];

export interface PortChoice {
  /** What will be started. */
  services: readonly string[];
  /** What there is of the stack; a port that it has stays its own. */
  containers: ReadonlyMap<string, Container>;
  /** The port that docker-compose.yml would publish, with the variables as they are. */
  publishedAs: (port: StackPort) => number | undefined;
  /** Whether ports that nobody asked for by a variable may be the usual ones. */
  usual: boolean;
}

export interface ChosenPorts {
  /** The variables that differ from what docker-compose.yml would take by itself. */
  env: Record<string, string>;
  /** The usual ports that others have. */
  taken: number[];
}

/**
 * The ports of what will be started: those of its containers that are there, those that variables name, else the usual
 * ones, which give way where somebody has them. Rejects with `unavailable` and who has it where a variable names a
 * port that is taken.
 */
export async function choosePorts(choice: PortChoice): Promise<ChosenPorts> {
  const env: Record<string, string> = {};
  const given: { variable: string; number: number }[] = [];
  const taken: number[] = [];
  for (const port of STACK_PORTS.filter(({ service }) => choice.services.includes(service))) {
    const container = choice.containers.get(port.service);
    const own = container && boundOf(container, port);
    const wanted = choice.publishedAs(port) ?? port.byDefault;
    const isUsual = wanted === port.byDefault;
    const number = isUsual ? (own ?? wanted) : wanted;
    if (own === number) env[port.variable] = String(number);
    if (own === number && container?.State.Running === true) continue;
    if ((choice.usual || !isUsual || own === number) && (await isFree(number))) continue;
    if (!isUsual) given.push({ variable: port.variable, number });
    else {
      if (!(await isFree(number))) taken.push(number);
      env[port.variable] = String(await anotherPort(Object.values(env)));
    }
  }
  if (given.length === 0) return { env, taken };
  const variables = given.map(({ variable }) => variable).join(', ');
  throw unavailable(await takenBy(given.map(({ number }) => number)), {
    next: `end that, or give the stack ${given.length === 1 ? 'another port' : 'other ports'} by ${variables}`,
  });
}

/** Where a container that is there is published, running or not, by variables. */
export function portsOf(service: string, container: Container): Record<string, string> {
  const ports = STACK_PORTS.filter((port) => port.service === service).flatMap((port) => {
    const bound = boundOf(container, port);
    return bound === undefined ? [] : [[port.variable, String(bound)] as const];
  });
  return Object.fromEntries(ports);
}

export function boundOf({ HostConfig }: Container, { target }: StackPort): number | undefined {
  const [binding] = HostConfig.PortBindings?.[`${target}/tcp`] ?? [];
  return binding && binding.HostPort !== '' ? Number(binding.HostPort) : undefined;
}

/** Whether nobody listens on a port of 127.0.0.1. One that only the system's own may take counts as free: Docker may. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A free port besides those that were chosen before, drawn so that two who look at once seldom find the same. */
export function anotherPort(chosen: readonly string[]): Promise<number> {
  const from = OTHERS.from + Math.floor(Math.random() * (OTHERS.drawnTo - OTHERS.from));
  return getPort({ port: portNumbers(from, OTHERS.to), exclude: chosen.map(Number) });
}
