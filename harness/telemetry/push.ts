import type { Series } from './series.ts';

const LIMIT_MS = 5000;

/** Writes series to a Prometheus by remote write. Rejects with what it answered if it does not take them. */
export async function push(url: string, series: readonly Series[]): Promise<void> {
  if (series.length === 0) return;
  // Prometheus counts whole milliseconds.
  const whole = series.map(({ labels, samples }) => ({
    labels,
    samples: samples.map(({ value, timestamp }) => ({ value, timestamp: Math.round(timestamp) })),
  }));
  // Only the stack has a Prometheus, and only the repository has the stack.
  const { pushTimeseries } = await import('prometheus-remote-write');
  const { status, errorMessage } = await pushTimeseries(whole, {
    url,
    // Its own default is a package for Nodes that have no fetch.
    fetch: (address, init) =>
      fetch(address, {
        method: 'POST',
        headers: init?.headers ?? {},
        body: new Uint8Array(init?.body as ArrayBuffer),
        signal: AbortSignal.timeout(LIMIT_MS),
      }),
  });
  if (status >= 300)
    throw new Error(`Prometheus at ${url} answered ${status}: ${(errorMessage ?? '').trim()}`);
}
