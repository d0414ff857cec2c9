/** All the stores that come by profiles, at once beside those that are always up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pWaitFor from 'p-wait-for';
import { STACK_STORES } from '../../harness/stores/catalogue.ts';
import { serverService } from '../../harness/stores/stack.ts';
import { READY, signal } from './apps.ts';
import { k6, THRESHOLD_CROSSED } from './k6.ts';
import { compose, urlOf } from './stack.ts';

/** The stores that come by profiles. */
const MORE = STACK_STORES.filter((store) => !['memory', 'redis', 'mongo'].includes(store));

test('the stores of profiles join the stack, and are measured as the others are', async () => {
  const profiles = ['--profile', 'all'];
  try {
    await compose([...profiles, 'up', '-d', '--wait'], { signal });
    for (const some of chunks(MORE)) {
      const codes = some.map(async (store) => {
        const load = { STORE: store, RATE: 60, CLIENTS: 6, DURATION_MS: 2000 };
        return [store, (await k6('register', load)).code] as const;
      });
      assert.deepEqual(
        await Promise.all(codes),
        some.map((store) => [store, store === 'memorystore' ? THRESHOLD_CROSSED : 0]),
      );
    }
    const query = encodeURIComponent('sum by (store) (up{job="app"} or holdfast_store_server_up)');
    const url = `${urlOf('PROMETHEUS', 9090)}/api/v1/query?query=${query}`;
    const seen = async () => {
      const { data } = (await (await fetch(url, { signal })).json()) as {
        data: { result: { metric: { store: string }; value: [number, string] }[] };
      };
      return new Map(data.result.map(({ metric: { store }, value }) => [store, value[1]]));
    };
    const measured = async () => {
      const up = await seen();
      return MORE.every((store) => up.get(store) === (serverService(store) === undefined ? '2' : '3'));
    };
    await pWaitFor(measured, READY);
  } finally {
    // Or all that comes after it runs beside thirty containers more.
    const services = MORE.flatMap((store) => [`app-${store}-1`, `app-${store}-2`, `balancer-${store}`]);
    const servers = ['mysql', 'postgres', 'memcached'];
    await compose([...profiles, 'rm', '--stop', '--force', '--volumes', ...services, ...servers], { signal });
  }
});

/** As many as two processors can load at a time. */
function* chunks(stores: readonly string[], size = 4): Generator<readonly string[]> {
  for (let at = 0; at < stores.length; at += size) yield stores.slice(at, at + size);
}
