import { ROUTES } from '../../../protocol/routes.ts';
import { figuresAt } from '../exporter-figures.ts';
import type { ServerMemory, StoreServer } from '../subject.ts';
import { PodPart, type PodPartOptions } from './part.ts';

/** The server of a store in its pod; what it says of itself is asked of the exporter. */
export class ServerPod extends PodPart implements StoreServer {
  readonly #figures: string;

  constructor({
    exporter,
    store,
    ...options
  }: Omit<PodPartOptions, 'attempt'> & { exporter: string; store: string }) {
    const figures = `${exporter}${ROUTES.figures}/${store}`;
    super({ ...options, attempt: () => figuresAt(figures).then(() => {}) });
    this.#figures = figures;
  }

  memory(): Promise<ServerMemory> {
    return figuresAt(this.#figures);
  }
}
