import { ROUTES } from '../../protocol/routes.ts';
import type { AppInstance } from './subject.ts';

const LIMIT_MS = 2000;

/** What an instance's metrics say now. Rejects if it has none, or does not answer within two seconds. */
export async function metricsOf({ url, isForeign }: Pick<AppInstance, 'url' | 'isForeign'>): Promise<string> {
  if (isForeign) throw new Error('it has no metrics');
  const response = await fetch(url + ROUTES.metrics, { signal: AbortSignal.timeout(LIMIT_MS) });
  return response.text();
}
