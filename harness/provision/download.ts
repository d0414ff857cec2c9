import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { failed } from './passed-over.ts';
import type { Search } from './search.ts';

const SAY_EVERY_MS = 1_000;

/** Fetches a file, with progress; resolves to the SHA-256 of what came, in hex. */
export async function download(search: Search, url: string, path: string): Promise<string> {
  await using file = await open(path, 'w');
  const hash = createHash('sha256');
  const name = new URL(url).pathname.split('/').at(-1);
  let saidAt = Date.now();
  await receive(search, url, async (piece, received, total) => {
    hash.update(piece);
    await file.writeFile(piece);
    if (Date.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = Date.now();
    search.report(`fetching ${name}: ${megabytes(received, total)}`);
  });
  return hash.digest('hex');
}

/**
 * Node's own fetch, since the one thing to add is the same with any library: a server that is silent for longer
 * than the limits is given up.
 */
async function receive(
  search: Search,
  url: string,
  take: (piece: Uint8Array, received: number, total: number | undefined) => Promise<void>,
): Promise<void> {
  const { signal, limits } = search;
  const { host, pathname } = new URL(url);
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), limits.answerMs);
  let received = 0;
  let total: number | undefined;
  let answered = false;
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, silence.signal]) });
    answered = true;
    if (!response.ok || response.body === null)
      throw failed(`${host} answered ${response.status} for ${pathname}`);
    total = Number(response.headers.get('content-length')) || undefined;
    for await (const piece of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), limits.pieceMs);
      received += piece.length;
      await take(piece, received, total);
    }
  } catch (error) {
    signal.throwIfAborted();
    const got = `after ${megabytes(received, total)}`;
    if (silence.signal.aborted && answered)
      throw failed(`${host} sent nothing for ${limits.pieceMs / 1000} s, ${got}`);
    if (silence.signal.aborted) throw failed(`no answer from ${host} in ${limits.answerMs / 1000} s`);
    // What fetch throws of its own is a TypeError, with the network's error as its cause.
    if (!(error instanceof TypeError)) throw error;
    if (answered) throw failed(`${host} cut the connection ${got}`);
    throw failed(`cannot reach ${host} (${codeOf(error.cause) ?? error.message})`);
  } finally {
    clearTimeout(timer);
  }
}

const inMegabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

const megabytes = (received: number, total: number | undefined) =>
  total === undefined
    ? `${inMegabytes(received)} MB`
    : `${inMegabytes(received)} of ${inMegabytes(total)} MB`;

/** The network's own word for what went wrong: ENOTFOUND, ECONNREFUSED. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? String(error.code) : error.message;
}
