const LIMIT_MS = 2000;

/** Asks a Redis of this machine once, over a connection of its own. Rejects where it does not answer within two seconds. */
export async function askRedis(port: number, command: string, ...args: string[]): Promise<unknown> {
  // Who has not the store has not its packages.
  const { Redis } = await import('ioredis');
  const client = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    // What is not there now is the answer.
    retryStrategy: () => null,
    enableReadyCheck: false,
    connectTimeout: LIMIT_MS,
    commandTimeout: LIMIT_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await client.call(command, ...args);
  } finally {
    client.disconnect();
  }
}

/** What a Redis says of itself (ROLE). */
export type Role =
  { role: 'master'; offset: number } | { role: 'slave'; follows: number; state: string; offset: number };

export async function roleOf(port: number): Promise<Role> {
  const [role, ...rest] = (await askRedis(port, 'ROLE')) as [string, ...unknown[]];
  if (role === 'master') return { role, offset: Number(rest[0]) };
  if (role !== 'slave') throw new Error(`the Redis on port ${port} says that its role is ${role}`);
  return { role, follows: Number(rest[1]), state: String(rest[2]), offset: Number(rest[3]) };
}
