import { serverService } from '../../stores/stack.ts';
import { figuresAt } from '../exporter-figures.ts';
import type { ServerMemory, StoreServer } from '../subject.ts';
import { ContainerPart, type ContainerPartOptions } from './part.ts';
import { PORTS, published } from './project.ts';
import type { ComposeContext } from './context.ts';

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
