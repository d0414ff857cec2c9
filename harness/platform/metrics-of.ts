import { ROUTES } from '../../protocol/routes.ts';
import type { AppInstance } from './subject.ts';

const LIMIT_MS = 2000;

/** What an instance's metrics say now. Rejects if it does not answer within two seconds. */
export async function metricsOf({ url }: Pick<AppInstance, 'url'>): Promise<string> {
  const response = await fetch(url + ROUTES.metrics, { signal: AbortSignal.timeout(LIMIT_MS) });
  return response.text();
}
