/** For tests of the examples of frameworks: starts one, and the Redis that some of them need. */
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import getPort from 'get-port';

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
