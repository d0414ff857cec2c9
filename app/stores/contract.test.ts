import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import type { StoreName } from '../../protocol/stores.ts';
import type { OpenedStore } from './store.ts';
import { call, openAt, placeOf, sessionFor, valueIn, type Place } from './testing.ts';

/** How each store keeps the contract of express-session's stores, in the versions that are pinned here. */
interface Contract {
  touch?: false;
  /** Its `touch` saves the session of the request that only read (docs/FINDINGS.md). */
  touchSaves?: true;
  /** Its client has a pool of connections, and tells of it. */
  pool?: true;
  optional: readonly ('all' | 'length' | 'clear')[];
  /** Optional methods that it has and that never call back. */
  silent?: readonly ('all' | 'length' | 'clear')[];
  /** `read`: an expired session is not found any more; `sweep`: it is, until the store's own timer removes it; `never`: no timer does. */
  expires: 'read' | 'sweep' | 'never';
  /** Its `destroy` calls back before the session is gone (docs/FINDINGS.md). */
  destroysLater?: true;
}

const ALL = ['all', 'length', 'clear'] as const;
const CONTRACTS: Partial<Record<StoreName, Contract>> = {
  memory: { optional: ALL, expires: 'read' },
  memorystore: { optional: ALL, expires: 'read' },
  redis: { optional: ALL, expires: 'read' },
  'node-redis': { optional: ALL, expires: 'read' },
  mongo: { pool: true, optional: ALL, expires: 'read' },
  'mongodb-session': { touch: false, optional: ['clear'], silent: ['all'], expires: 'read' },
  sqlite: { optional: ALL, expires: 'read' },
  mysql: { pool: true, optional: ALL, expires: 'read' },
  dynamodb: { optional: [], expires: 'read' },
  memcached: { touch: false, optional: ['clear'], expires: 'read' },
  'node-memcached': { touchSaves: true, optional: ['clear'], expires: 'read' },
  ...(isInstalled('sqlite3') ? { sequelize: { optional: ['length'], expires: 'sweep' } as const } : {}),
  ...(isInstalled('sqlite3') && isInstalled('connect-sqlite3')
    ? { sqlite3: { optional: ALL, expires: 'read' } as const }
    : {}),
  'sequelize-mysql': { pool: true, optional: ['length'], expires: 'sweep' },
  'sequelize-postgres': { pool: true, optional: ['length'], expires: 'sweep' },
  prisma: { optional: ALL, expires: 'read' },
  'knex-mysql': { optional: ALL, expires: 'read' },
  'knex-postgres': { optional: ALL, expires: 'read' },
  typeorm: { optional: ['all'], expires: 'read', destroysLater: true },
  knex: { optional: ALL, expires: 'read' },
  postgres: { pool: true, optional: [], expires: 'read' },
  loki: { optional: ['length', 'clear'], expires: 'never' },
  file: { optional: ['length', 'clear'], expires: 'read' },
};

const LONG_MS = 60_000;
const SHORT_MS = 2000;
/** Whoever answers does so in less. */
const SILENT_MS = 3000;
const GONE_LIMIT_MS = 10_000;

suite('every store', { concurrency: 3 }, () => {
  for (const [name, contract] of Object.entries(CONTRACTS)) {
    suite(name, { concurrency: 1 }, () => {
      let place: Place;
      let opened: OpenedStore & AsyncDisposable;
      before(async () => {
        place = await placeOf(name as StoreName);
        opened = await openAt(name as StoreName, place.url);
      });
      after(async () => {
        await opened?.[Symbol.asyncDispose]();
        await place?.[Symbol.asyncDispose]();
      });
      contractTests(() => opened, contract);
    });
  }
});

function contractTests(
  store: () => OpenedStore,
  { touch, touchSaves, pool, optional, silent = [], expires, destroysLater }: Contract,
): void {
  test('says that it can serve', () => store().check());

  test('gives back what was set, whatever is in it', async () => {
    const value = { text: 'käse \'n\' "quotes" \u{1F36A} \\', nested: { list: [1, null, true] }, zero: 0 };
    await call(store(), 'set', 'given', sessionFor(LONG_MS, value));
    assert.deepEqual(await valueIn(store(), 'given'), value);
  });

  const poolState = () => store().pool?.();

  test('tells how many connections of its pool are at work, and who waits for one, where it has a pool', async () => {
    assert.equal(poolState() !== undefined, pool === true);
    if (pool !== true) return;
    const over = new AbortController();
    const calls = async () => {
      // More than any of the pools has by default.
      while (!over.signal.aborted)
        await Promise.all(Array.from({ length: 150 }, () => valueIn(store(), 'never')));
    };
    const asking = calls();
    await pWaitFor(() => (poolState()?.used ?? 0) > 0 && (poolState()?.waiting ?? 0) > 0, { interval: 1 });
    over.abort();
    await asking;
    await pWaitFor(() => poolState()?.used === 0 && poolState()?.waiting === 0, { interval: 1 });
    assert.ok((poolState()?.idle ?? 0) > 0);
  });

  test('finds no session that was never set', async () => {
    assert.equal(await valueIn(store(), 'never'), undefined);
  });

  test('puts a second set in the place of the first', async () => {
    await call(store(), 'set', 'twice', sessionFor(LONG_MS, 'first'));
    await call(store(), 'set', 'twice', sessionFor(LONG_MS, 'second'));
    assert.equal(await valueIn(store(), 'twice'), 'second');
  });

  test('forgets what is destroyed, and does not mind what is not there', async () => {
    await call(store(), 'set', 'destroyed', sessionFor(LONG_MS, 1));
    await call(store(), 'destroy', 'destroyed');
    const isGone = async () => (await valueIn(store(), 'destroyed')) === undefined;
    if (destroysLater) await pWaitFor(isGone, { timeout: GONE_LIMIT_MS });
    assert.ok(await isGone());
    await call(store(), 'destroy', 'never');
  });

  test(
    expires === 'read'
      ? 'finds no session whose time is over'
      : `still finds a session whose time is over${expires === 'sweep' ? ', until it is swept' : ''}`,
    async () => {
      await call(store(), 'set', 'short', sessionFor(SHORT_MS, 'short'));
      if (expires === 'read') {
        const gone = async () => (await valueIn(store(), 'short')) === undefined;
        await pWaitFor(gone, { interval: 100, timeout: GONE_LIMIT_MS });
      } else {
        await delay(2 * SHORT_MS);
        assert.equal(await valueIn(store(), 'short'), 'short');
      }
    },
  );

  if (touch === false) {
    test('has no touch', () => assert.equal('touch' in store().store, false));
  } else {
    test(`keeps what is touched beyond its first life, ${touchSaves ? 'as the toucher had it' : 'as it was'}`, async () => {
      await call(store(), 'set', 'touched', sessionFor(SHORT_MS, 'kept'));
      await call(store(), 'touch', 'touched', sessionFor(LONG_MS, 'of the request that only read'));
      await delay(2 * SHORT_MS);
      assert.equal(await valueIn(store(), 'touched'), touchSaves ? 'of the request that only read' : 'kept');
    });
  }

  test(`has of the optional methods ${optional.join(', ') || 'none'}`, async () => {
    const methods = store().store as unknown as Record<string, unknown>;
    const there = ALL.filter((name) => typeof methods[name] === 'function' && !silent.includes(name));
    // connect-memjs has a `length` that answers with nothing, connect-memcached one with the server's statistics.
    const working: typeof there = [];
    for (const name of there) {
      if (name !== 'length' || typeof (await call(store(), 'length')) === 'number') working.push(name);
    }
    assert.deepEqual(working, optional);
  });

  for (const name of silent) {
    test(`never answers to ${name}`, async () => {
      assert.equal(await Promise.race([call(store(), name), delay(SILENT_MS, 'nothing')]), 'nothing');
    });
  }

  if (optional.includes('all')) {
    test('lists what it holds', async () => {
      await call(store(), 'set', 'listed', sessionFor(LONG_MS, 'in the list'));
      // express-session's readme asks for an array; its own MemoryStore gives an object by id.
      const listed = Object.values(await call<object>(store(), 'all'));
      assert.match(JSON.stringify(listed), /in the list/);
    });
  }

  if (optional.includes('length') && optional.includes('clear')) {
    test('counts what it holds, and nothing after a clear', async () => {
      await call(store(), 'set', 'counted', sessionFor(LONG_MS, 1));
      assert.ok((await call<number>(store(), 'length')) >= 1);
      await call(store(), 'clear');
      assert.equal(await call(store(), 'length'), 0);
      assert.equal(await valueIn(store(), 'counted'), undefined);
    });
  }
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
