import pWaitFor, { TimeoutError } from 'p-wait-for';
import { HEADERS, ROUTES } from '../../../protocol/routes.ts';
import { unavailable, messageOf } from '../../errors.ts';
import type { AppInstance } from '../subject.ts';
import { ContainerPart, type ContainerPartOptions } from './part.ts';

const ANSWER_LIMIT_MS = 1000;
const BALANCED_LIMIT_MS = 20_000;

interface AppContainerOptions extends Omit<ContainerPartOptions, 'attempt'> {
  /** Where its own port is published. */
  url: string;
}

/** One app instance as a container of the stack. */
export class AppContainer extends ContainerPart implements AppInstance {
  readonly url: string;

  constructor({ url, ...options }: AppContainerOptions) {
    super({ ...options, attempt: () => healthy(url).then(() => {}) });
    this.url = url;
  }
}

/** Waits until the balancer has handed out every instance and no other. */
export async function untilBalanced(
  target: string,
  instances: readonly AppInstance[],
  signal: AbortSignal,
): Promise<void> {
  const wanted = instances.map(({ name }) => name);
  let last = 'no answer';
  const isBalanced = async () => {
    try {
      // As many looks as would meet each instance twice, by turns.
      const looks = wanted
        .concat(wanted)
        .map(async () => (await healthy(target)).headers.get(HEADERS.instance));
      const seen = new Set(await Promise.all(looks));
      last = `it led to ${[...seen].join(', ')}`;
      return seen.size === wanted.length && wanted.every((name) => seen.has(name));
    } catch (error) {
      last = messageOf(error);
      return false;
    }
  };
  try {
    await pWaitFor(isBalanced, { interval: 100, timeout: BALANCED_LIMIT_MS, signal });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    const seconds = BALANCED_LIMIT_MS / 1000;
    throw unavailable(`the balancer did not lead to ${wanted.join(' and ')} within ${seconds} s: ${last}`, {
      next: 'docker compose logs, of its balancer',
    });
  }
}

async function healthy(url: string): Promise<Response> {
  const response = await fetch(url + ROUTES.health, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${ROUTES.health} answered ${response.status}: ${text.trim().slice(0, 200)}`);
  return response;
}
