import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import {
  appOf,
  exporterOf,
  instanceNames,
  namespaceObject,
  serverOf,
  wiresOf,
} from '../harness/platform/kubernetes/objects.ts';
import { RIGHTS } from '../harness/platform/kubernetes/rights.ts';
import { storeUrl } from '../harness/stores/kubernetes/app.ts';
import { heldObjects } from '../harness/stores/kubernetes/held.ts';
import { toxiproxyObjects, wireName } from '../harness/stores/kubernetes/wires.ts';
import { STORE_SERVERS } from '../harness/stores/servers.ts';
import { STORES } from '../harness/stores/catalogue.ts';
import type { StoreEntry } from '../harness/stores/facts.ts';
import type { StackEntry } from '../harness/stores/stack-entry.ts';
import { holdfast, startHoldfast, temporaryFolder } from './holdfast.ts';
import { startApiServer, type ApiServer } from './kubernetes/api-server.ts';

/**
 * What `--platform kubernetes` sends to a cluster and what it says of one, against a real API server with nothing behind it:
 * no pod of it ever runs. It takes etcd and kube-apiserver (test/kubernetes/api-server.ts), and kubectl on PATH.
 */
const skip = process.env['HOLDFAST_SLOW'] !== '1' && 'builds kube-apiserver for minutes; set HOLDFAST_SLOW=1';

const entries = Object.entries(STORES as Record<string, StoreEntry>).filter(
  (each): each is [string, StackEntry] => each[1].stack !== undefined,
);
const WAIT = { interval: 100, timeout: 60_000 };

test(
  'an API server takes all that a run sends, of every store, in a namespace of the restricted standard',
  { skip },
  async () => {
    await using folder = await temporaryFolder();
    await using server = await startApiServer(folder.path);
    const apply = (item: object, ...flags: string[]) =>
      server.kubectl(['apply', ...flags, '--filename', '-'], JSON.stringify(item));
    await apply(namespaceObject('holdfast-x', {}));
    const subject = {
      instances: 2,
      balance: 'random',
      ttlMs: 60_000,
      saveMode: 'implicit',
      resave: false,
      rolling: false,
      saveUninitialized: false,
      environment: 'production',
    } as const;
    for (const [store, entry] of entries) {
      const image = 'holdfast-app:1';
      for (const isWired of [false, true]) {
        const app = appOf({
          subject: { ...subject, store },
          entry,
          image,
          controlToken: 'a token of the control routes',
          url: storeUrl(entry, isWired ? wireName('$(HOLDFAST_INSTANCE)') : undefined),
          isWired,
        });
        const { server: program } = entry;
        const names = instanceNames(subject.instances);
        const wires =
          isWired && program !== undefined
            ? (['pod', 'node'] as const).map((way) => wiresOf(STORE_SERVERS[program], names, way))
            : [[]];
        for (const between of wires) {
          const items = [
            ...exporterOf(entries, image, 'token'),
            ...(serverOf(entry) ?? []),
            ...(program === undefined ? [] : heldObjects(`${store}-1`, STORE_SERVERS[program])),
            ...toxiproxyObjects('front'),
            ...between,
            ...app,
          ];
          const said = await apply(
            { apiVersion: 'v1', kind: 'List', items },
            '--dry-run=server',
            '--namespace=holdfast-x',
          );
          assert.doesNotMatch(said, /Warning/, store);
        }
      }
    }
  },
);

test(
  'bad input about a cluster is one message with the next step, before anything is made there',
  { skip },
  async () => {
    await using folder = await temporaryFolder();
    await using server = await startApiServer(folder.path);
    const run = (...flags: string[]) =>
      holdfast(
        [
          'run',
          '--store',
          'memory',
          '--platform',
          'kubernetes',
          '--reports',
          join(folder.path, 'reports'),
          ...flags,
        ],
        { KUBECONFIG: server.kubeconfig },
      );
    const cases: readonly [flags: string[], code: number, said: RegExp][] = [
      [[], 64, /nobody has said which one\n\s+Try: --context with one of gone, may, may-not/],
      [
        ['--context', 'maybe'],
        64,
        /no context of kubectl is called "maybe"\. Did you mean "may"\?\n\s+Try: one of gone, may, may-not/,
      ],
      [['--context', 'gone'], 69, /the cluster of the context gone does not answer .*refused/],
      [
        ['--context', 'may-not'],
        69,
        /takes rights that you do not have there: create, get, list, delete namespaces; .*create pods\/exec/,
      ],
    ];
    for (const [flags, code, said] of cases) {
      const { stderr, code: is } = await run(...flags);
      assert.match(stderr, said);
      assert.equal(is, code, stderr);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
    assert.doesNotMatch(await namespaces(server), /holdfast-/);
    // All that it asks for is there to be asked for: a resource that nobody knows is never allowed to anybody but the strongest.
    const known = await server.kubectl(['api-resources', '--output=name']);
    for (const { resource, group } of RIGHTS)
      assert.ok(
        known.split('\n').includes(group === undefined ? resource : `${resource}.${group}`),
        resource,
      );
  },
);

for (const [signal, whose] of [
  ['SIGINT', 'the run itself'],
  ['SIGKILL', 'its reaper'],
] as const) {
  test(`after ${signal} the namespace of a run is taken away, by ${whose}`, { skip }, async () => {
    await using folder = await temporaryFolder();
    await using server = await startApiServer(folder.path);
    const flags = ['run', '--store', 'memory', '--platform', 'kubernetes', '--context', 'may'];
    const running = startHoldfast([...flags, '--reports', join(folder.path, 'reports')], {
      env: { KUBECONFIG: server.kubeconfig },
    });
    // Its first pod would be waited for here, and nobody makes it.
    await pWaitFor(async () => (await exporters(server)).includes('exporter'), WAIT);
    running.kill(signal);
    // Who would empty the namespace is not here: that it is to go is as far as it comes.
    await pWaitFor(async () => /holdfast-\S+ Terminating/.test(await namespaces(server)), WAIT);
    if (signal === 'SIGINT') {
      // Until then it waits for the namespace to be gone.
      await delay(1000);
      running.kill('SIGKILL');
    }
    await running;
  });
}

const namespaces = (server: ApiServer) =>
  server.kubectl([
    'get',
    'namespaces',
    '--output=jsonpath={range .items[*]}{.metadata.name} {.status.phase}{"\\n"}{end}',
  ]);
const exporters = (server: ApiServer) =>
  server.kubectl(['get', 'deployments', '--all-namespaces', '--output=jsonpath={.items[*].metadata.name}']);
