/** One app of the live stack, or a store's whole way in, as tests act on it. */
import pWaitFor from 'p-wait-for';
import { ROUTES } from '../../protocol/routes.ts';
import { compose, urlOf } from './stack.ts';

export const signal = AbortSignal.timeout(20 * 60_000);
/** A busy machine takes its time over starting a container; only a hang reaches the limit. */
export const READY = { interval: 250, timeout: 300_000, signal };

/** The value of a metric of an app, over all its series with these labels. */
export async function metric(port: string, name: string, labels: string): Promise<number> {
  const text = await (await fetch(`${urlOf(port, 0)}/metrics`, { signal })).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** Whether what is published by that variable serves. */
export async function healthy(port: string): Promise<boolean> {
  try {
    return (await fetch(urlOf(port, 0) + ROUTES.health, { signal })).ok;
  } catch {
    return false;
  }
}

/** Recreates the app on a store with other settings of the stack, until it and the balancer serve again. */
export async function withSettings(store: string, env: Record<string, string>): Promise<void> {
  await compose(['up', '-d', '--no-deps', '--wait', `app-${store}-1`, `app-${store}-2`], { signal, env });
  await pWaitFor(() => healthy(store.toUpperCase()), READY);
}
