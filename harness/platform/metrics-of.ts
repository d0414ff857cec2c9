import { NAMED } from '../../protocol/metrics.ts';
import { ROUTES } from '../../protocol/routes.ts';
import type { AppInstance } from './subject.ts';

const LIMIT_MS = 2000;

/**
 * What an instance's metrics say now: these, or all where none are named. To render all of them keeps an app's event loop
 * for several milliseconds, which shows in its p99; whoever asks during the load names what it takes. Rejects if the
 * instance has none, or does not answer within two seconds.
 */
export async function metricsOf(
  { url, isForeign }: Pick<AppInstance, 'url' | 'isForeign'>,
  names: readonly string[] = [],
): Promise<string> {
  if (isForeign) throw new Error('it has no metrics');
  const asked = new URL(ROUTES.metrics, url);
  for (const name of names) asked.searchParams.append(NAMED, name);
  const response = await fetch(asked, { signal: AbortSignal.timeout(LIMIT_MS) });
  return response.text();
}
