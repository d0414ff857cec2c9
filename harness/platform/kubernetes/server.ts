import { ROUTES } from '../../../protocol/routes.ts';
import { figuresAt } from '../exporter-figures.ts';
import type { ServerMemory, StoreServer } from '../subject.ts';
import { PodPart, type PodPartOptions } from './part.ts';

interface ServerPodOptions extends Omit<PodPartOptions, 'attempt'> {
  /** Where the exporter answers. */
  exporter: string;
  store: string;
  /** Where it is asked to break; undefined: this machine does not reach it. */
  url: string | undefined;
}

/** The server of a store in its pod; what it says of itself is asked of the exporter. */
export class ServerPod extends PodPart implements StoreServer {
  readonly #figures: string;
  readonly url?: string;

  constructor({ exporter, store, url, ...options }: ServerPodOptions) {
    const figures = `${exporter}${ROUTES.figures}/${store}`;
    super({ ...options, attempt: () => figuresAt(figures).then(() => {}) });
    this.#figures = figures;
    if (url !== undefined) this.url = url;
  }

  memory(): Promise<ServerMemory> {
    return figuresAt(this.#figures);
  }
}
