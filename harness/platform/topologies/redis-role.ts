import { hostPort, type Address } from '../address.ts';

const LIMIT_MS = 2000;

/** Asks a Redis once, over a connection of its own. Rejects where it does not answer within two seconds. */
export async function askRedis(
  { host, port }: Address,
  command: string,
  ...args: string[]
): Promise<unknown> {
  // Who has not the store has not its packages.
  const { Redis } = await import('ioredis');
  const client = new Redis({
    host,
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

/** What a Redis says of itself (ROLE): `follows` is the `host:port` of whom it follows. */
export type Role =
  { role: 'master'; offset: number } | { role: 'slave'; follows: string; state: string; offset: number };

export async function roleOf(address: Address): Promise<Role> {
  const [role, ...rest] = (await askRedis(address, 'ROLE')) as [string, ...unknown[]];
  if (role === 'master') return { role, offset: Number(rest[0]) };
  if (role !== 'slave') throw new Error(`the Redis at ${hostPort(address)} says that its role is ${role}`);
  const follows = hostPort({ host: String(rest[0]), port: Number(rest[1]) });
  return { role, follows, state: String(rest[2]), offset: Number(rest[3]) };
}
