import type { HeapSnapshot } from './grown.ts';
import { HEADERS, ROUTES } from '../../../protocol/routes.ts';

const LIMIT_MS = 120_000;

/**
 * All that is on an instance's heap. It comes in a stream and is kept nowhere: every session and secret of the process is in
 * it. Rejects where the instance does not give it whole in two minutes.
 */
export async function heapSnapshot(url: string, token: string): Promise<HeapSnapshot> {
  const { parse } = await import('heap-snapshot-toolkit');
  const response = await fetch(url + ROUTES.snapshot, {
    method: 'POST',
    headers: { [HEADERS.token]: token },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!response.ok || response.body === null)
    throw new Error(`${ROUTES.snapshot} answered ${response.status}`);
  return await parse(response.body.pipeThrough(new TextDecoderStream()));
}
