import { once } from 'node:events';
import { connect } from 'node:net';
import type { Redis } from 'ioredis';
import { messageOf } from '../../../protocol/message-of.ts';
import { OWN_CONNECTION } from '../../../protocol/servers.ts';

const LIMIT_MS = 5000;

/** A connection of the harness to a Redis, which is never made anew. Disposing of it closes it. */
export async function connectRedis(url: string): Promise<Redis & AsyncDisposable> {
  // Who has not the store has not its packages.
  const { Redis } = await import('ioredis');
  const client = new Redis(url, {
    connectionName: OWN_CONNECTION,
    lazyConnect: true,
    enableOfflineQueue: false,
    commandTimeout: LIMIT_MS,
    connectTimeout: LIMIT_MS,
    retryStrategy: () => null,
  });
  // Whoever asks next is told.
  client.on('error', () => {});
  await client.connect();
  const dispose = () => Promise.resolve(client.disconnect());
  return Object.assign(client, { [Symbol.asyncDispose]: dispose });
}

/** A number that `INFO` has by this name. */
export async function infoOf(client: Redis, name: string): Promise<number> {
  const found = new RegExp(String.raw`^${name}:(\d+)`, 'm').exec(await client.info());
  if (found === null) throw new Error(`INFO of redis has no ${name}`);
  return Number(found[1]);
}

export async function settingOf(client: Redis, name: string): Promise<string> {
  const [, value] = (await client.config('GET', name)) as string[];
  if (value === undefined) throw new Error(`redis has no setting ${name}`);
  return value;
}

const PROBE = 'holdfast:probe';

/** Tries a write that leaves nothing. Resolves to what the server said against it; undefined: it took it. */
export async function refusalOf(client: Redis, value = ''): Promise<string | undefined> {
  try {
    await client.set(PROBE, value, 'PX', LIMIT_MS);
    await client.del(PROBE);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** The first that a server says to a new connection that sends this; empty: it said nothing, and closed it. */
export async function saidTo(url: string, words: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const signal = AbortSignal.timeout(LIMIT_MS);
  try {
    await once(socket, 'connect', { signal });
    socket.write(words);
    const said = once(socket, 'data', { signal }).then(([data]) => String(data).trim());
    return await Promise.race([said, once(socket, 'close', { signal }).then(() => '')]);
  } catch (error) {
    // It was closed before it could be written to.
    if (['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  } finally {
    socket.destroy();
  }
}
