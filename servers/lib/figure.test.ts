import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import { provision } from '../../harness/provision/provision.ts';
import { temporaryFolder } from '../../test/holdfast.ts';
import { SERVERS as KNOWN } from '../catalogue.ts';
import type { Figure } from './figure.ts';

const signal = new AbortController().signal;
/** Far more than a reading may take: only a figure that hangs is cut off. */
const HANG_MS = 30_000;

/** How each server is started on a port, and what it is called in an address. */
const SERVERS = {
  redis: {
    tool: 'redis-server',
    args: (port: number, folder: string) => ['--port', String(port), '--dir', folder, '--save', ''],
    url: (port: number) => `redis://127.0.0.1:${port}`,
  },
  mongo: {
    tool: 'mongod',
    args: (port: number, folder: string) => ['--port', String(port), '--dbpath', folder, '--nounixsocket'],
    url: (port: number) => `mongodb://127.0.0.1:${port}/test`,
  },
} as const;

const answers = (figure: Figure) =>
  figure.read().then(
    () => true,
    () => false,
  );

for (const [store, { tool, args, url }] of Object.entries(SERVERS)) {
  test(
    `the figure of ${store} survives that its server is away, pauses, dies and comes back`,
    { timeout: 3 * HANG_MS },
    async () => {
      await using folder = await temporaryFolder();
      const { path, env } = await provision(tool, { signal, report: () => {} });
      const port = await getPort({ host: '127.0.0.1' });
      const start = () =>
        execa(path, args(port, folder.path), {
          reject: false,
          ...(env ? { env } : {}),
          stdio: ['ignore', { file: join(folder.path, 'log') }, 'inherit'],
        });
      await using figure = await KNOWN[tool].openFigure(url(port));
      const until = { timeout: HANG_MS };

      await assert.rejects(figure.read());
      const first = start();
      await pWaitFor(() => answers(figure), until);
      const { memoryBytes, sessions, server } = await figure.read();
      assert.equal(sessions, 0);
      assert.deepEqual(Object.keys(server ?? {}).toSorted(), [
        'connections',
        'cpuSeconds',
        'evictions',
        'hits',
        'misses',
      ]);
      assert.ok((server?.connections ?? 0) >= 1 && (server?.cpuSeconds ?? 0) > 0, JSON.stringify(server));
      assert.ok(Number.isSafeInteger(memoryBytes) && memoryBytes >= 0, String(memoryBytes));

      first.kill('SIGSTOP');
      await assert.rejects(figure.read());
      first.kill('SIGCONT');
      await pWaitFor(() => answers(figure), until);

      first.kill('SIGKILL');
      await first;
      await assert.rejects(figure.read());
      const second = start();
      await pWaitFor(() => answers(figure), until);
      second.kill('SIGKILL');
      await second;
    },
  );
}
