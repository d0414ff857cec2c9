import { z } from 'zod';
import { serverService } from '../../stores/stack.ts';
import type { ServerMemory, StoreServer } from '../subject.ts';
import { ContainerPart, type ContainerPartOptions } from './part.ts';
import { PORTS, published } from './project.ts';
import type { ComposeContext } from './context.ts';

const ANSWER_LIMIT_MS = 5000;
const figuresSchema = z.object({ memoryBytes: z.number(), sessions: z.number() });

/** The server of a store as a container of the stack; what it says of itself is asked of the exporter. */
class ServerContainer extends ContainerPart implements StoreServer {
  readonly #figures: string;

  constructor({ figures, ...options }: Omit<ContainerPartOptions, 'attempt'> & { figures: string }) {
    super({ ...options, attempt: () => figuresAt(figures).then(() => {}) });
    this.#figures = figures;
  }

  memory(): Promise<ServerMemory> {
    return figuresAt(this.#figures);
  }
}

async function figuresAt(url: string): Promise<ServerMemory> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`the exporter answered ${response.status}: ${text.trim().slice(0, 200)}`);
  return figuresSchema.parse(JSON.parse(text));
}

/** Starts the store's server, if it has one, in the container made for it, and waits until it tells its figures. */
export async function startServer(context: ComposeContext): Promise<ServerContainer | undefined> {
  const { project, experiment, signal } = context;
  const { store } = experiment.subject;
  const service = serverService(store);
  if (service === undefined) return undefined;
  await project.started(service);
  const exporter = published(await project.container('exporter'), PORTS.exporter);
  const figures = `${exporter}/figures/${store}`;
  const find = () => project.container(service);
  const server = new ServerContainer({ service, name: store, figures, find, signal });
  await server.untilReady();
  return server;
}
