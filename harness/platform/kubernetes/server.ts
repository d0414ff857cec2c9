import { z } from 'zod';
import { ROUTES } from '../../../protocol/routes.ts';
import type { ServerMemory, StoreServer } from '../subject.ts';
import { PodPart, type PodPartOptions } from './part.ts';

const ANSWER_LIMIT_MS = 5000;
const figuresSchema = z.object({ memoryBytes: z.number(), sessions: z.number() });

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

async function figuresAt(url: string): Promise<ServerMemory> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`the exporter answered ${response.status}: ${text.trim().slice(0, 200)}`);
  return figuresSchema.parse(JSON.parse(text));
}
