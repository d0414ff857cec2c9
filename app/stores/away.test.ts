import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import { SERVERS } from '../../servers/catalogue.ts';
import { STORES } from '../../harness/stores/catalogue.ts';
import type { StoreName } from '../../protocol/stores.ts';
import { call, openAt, placeOf, sessionFor, valueIn } from './testing.ts';

/** What a store does while its server is away, and whether the server still has what it held when it was killed. */
interface Absence {
  /**
   * A write waits for the server and is applied then, or it gives an error. Mongo's fails if the driver still has a
   * connection from before, and waits once it knows that there is no server.
   */
  write: 'waits' | 'fails' | 'waits or fails';
  /** Absent: it depends on how much later it was killed. */
  kept?: boolean;
}

const ABSENCES: Partial<Record<StoreName, Absence>> = {
  redis: { write: 'waits', kept: false },
  'node-redis': { write: 'waits', kept: false },
  mongo: { write: 'waits or fails' },
  mysql: { write: 'fails', kept: true },
  'sequelize-mysql': { write: 'fails', kept: true },
  postgres: { write: 'fails', kept: true },
  'sequelize-postgres': { write: 'fails', kept: true },
  memcached: { write: 'fails', kept: false },
  dynamodb: { write: 'fails', kept: true },
};

const LONG_MS = 60_000;
const BACK_LIMIT_MS = 30_000;

suite('a store whose server', { concurrency: 3 }, () => {
  for (const [name, { write, kept }] of Object.entries(ABSENCES)) {
    const store = name as StoreName;
    const outcome = kept === undefined ? '' : `, and ${kept ? 'finds' : 'loses'} what was there`;

    test(`was killed and is back serves again: on ${store} a write ${write} meanwhile${outcome}`, async () => {
      await using place = await placeOf(store);
      await using opened = await openAt(store, place.url);
      const { server } = place;
      assert.ok(server);
      await call(opened, 'set', 'before', sessionFor(LONG_MS, 'before'));
      assert.equal((await server.memory()).sessions, 1);

      await server.end('SIGKILL');
      await assert.rejects(server.memory());
      await pWaitFor(async () => !(await serves(opened.check())), { interval: 50, timeout: BACK_LIMIT_MS });
      const during = call(opened, 'set', 'during', sessionFor(LONG_MS, 'during'));
      if (write === 'fails') await assert.rejects(during);
      const [, { status }] = await Promise.all([server.start(), settledOf(during)]);
      if (write === 'waits') assert.equal(status, 'fulfilled');

      await pWaitFor(() => serves(opened.check()), { interval: 50, timeout: BACK_LIMIT_MS });
      await call(opened, 'set', 'after', sessionFor(LONG_MS, 'after'));
      assert.equal(await valueIn(opened, 'after'), 'after');
      assert.equal(await valueIn(opened, 'during'), status === 'fulfilled' ? 'during' : undefined);
      if (kept !== undefined) assert.equal(await valueIn(opened, 'before'), kept ? 'before' : undefined);
    });

    test(`is away at the start is not opened: ${store}`, async () => {
      const port = await getPort({ host: '127.0.0.1' });
      const { server } = STORES[store];
      assert.ok(server);
      await assert.rejects(openAt(store, SERVERS[server].url(port)), Error);
    });
  }
});

const settledOf = async (promise: Promise<unknown>) => (await Promise.allSettled([promise]))[0];

const serves = (check: Promise<void>) =>
  check.then(
    () => true,
    () => false,
  );
