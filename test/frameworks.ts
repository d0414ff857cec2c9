/** For tests of the examples of frameworks: starts one, and the Redis that some of them need. */
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import getPort from 'get-port';
import { provision } from '../harness/provision/provision.ts';
import { temporaryFolder } from './holdfast.ts';

const EXAMPLES = fileURLToPath(new URL('../examples/frameworks', import.meta.url));

/** Listens until it is disposed of. Rejects with what an example printed that ended before. */
export async function startExample(
  name: string,
  env: Record<string, string> = {},
): Promise<AsyncDisposable & { url: string }> {
  const port = await getPort({ host: '127.0.0.1' });
  const app = execa(process.execPath, [join(EXAMPLES, `${name}.mjs`)], {
    env: { ...env, PORT: String(port) },
    reject: false,
  });
  const ended = app.then(({ all, stderr }) => Promise.reject(new Error(`${name} ended: ${all ?? stderr}`)));
  ended.catch(() => {});
  await Promise.race([once(app.stdout, 'data'), ended]);
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      app.kill();
      await app;
    },
  };
}

/** A Redis of the test's own, until it is disposed of. */
export async function startRedis(): Promise<AsyncDisposable & { url: string }> {
  const { path, env } = await provision('redis-server', {
    signal: AbortSignal.timeout(600_000),
    report: () => {},
  });
  const folder = await temporaryFolder();
  const port = await getPort({ host: '127.0.0.1' });
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder.path, '--save', ''];
  const server = execa(path, args, { ...(env ? { env } : {}), reject: false });
  server.stdout.on('data', () => {});
  await once(server.stdout, 'data');
  return {
    url: `redis://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await server;
      await folder[Symbol.asyncDispose]();
    },
  };
}
