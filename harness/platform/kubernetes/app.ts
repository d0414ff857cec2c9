import { ROUTES } from '../../../protocol/routes.ts';
import type { AppInstance } from '../subject.ts';
import { PodPart, type PodPartOptions } from './part.ts';

/** Long: behind a store that works synchronously, or on a busy node, a look waits its turn. */
const ANSWER_LIMIT_MS = 5000;

/** One app instance in its pod. */
export class AppPod extends PodPart implements AppInstance {
  readonly url: string;

  constructor({ url, ...options }: Omit<PodPartOptions, 'attempt'> & { url: string }) {
    super({ ...options, attempt: () => assertHealthy(url) });
    this.url = url;
  }
}

async function assertHealthy(url: string): Promise<void> {
  const response = await fetch(url + ROUTES.health, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${ROUTES.health} answered ${response.status}: ${text.trim().slice(0, 200)}`);
}
