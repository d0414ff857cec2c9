import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { networkChaos, timeChaos } from '../harness/platform/kubernetes/chaos-objects.ts';
import { namespaceObject } from '../harness/platform/kubernetes/objects.ts';
import { RIGHTS } from '../harness/platform/kubernetes/rights.ts';
import type { PacketFault } from '../harness/platform/subject.ts';
import { holdfast, temporaryFolder } from './holdfast.ts';
import { startApiServer, type ApiServer } from './kubernetes/api-server.ts';

/**
 * What is sent to Chaos Mesh, and what is said of a cluster without it, against a real API server with nothing behind it. It
 * takes etcd and kube-apiserver, kubectl on PATH, and a folder with the definitions of Chaos Mesh as HOLDFAST_CRDS.
 */
const skip = process.env['HOLDFAST_SLOW'] !== '1' && 'builds kube-apiserver for minutes; set HOLDFAST_SLOW=1';
const CRDS = process.env['HOLDFAST_CRDS'];
const skipCrds = skip || (CRDS === undefined && 'HOLDFAST_CRDS names no folder with definitions');

const run = (server: ApiServer, reports: string, context: string) =>
  holdfast(
    `run --store redis --platform kubernetes --context ${context} --faults net-partition@5s --duration 20s`
      .split(' ')
      .concat('--reports', reports),
    { KUBECONFIG: server.kubeconfig },
  );
const namespaces = (server: ApiServer) => server.kubectl(['get', 'namespaces', '--output=name']);

test(
  'a cluster without Chaos Mesh is told before anything is made, with how to have it',
  { skip },
  async () => {
    await using folder = await temporaryFolder();
    await using server = await startApiServer(folder.path);
    const { code, stderr } = await run(server, join(folder.path, 'reports'), 'may');
    assert.match(
      stderr,
      /net-partition is done by Chaos Mesh, and the cluster of the context may knows no networkchaos\.chaos-mesh\.org\b.*\n\s+Try: install it there \(helm install/,
    );
    assert.equal(code, 69);
    assert.doesNotMatch(await namespaces(server), /holdfast-/);
  },
);

/** Somebody who may do all that a run does, but for Chaos Mesh. */
const roleOf = (): object[] => [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'runs' },
    rules: RIGHTS.map(({ verb, group = '', resource, subresource }) => ({
      apiGroups: [group],
      resources: [subresource === undefined ? resource : `${resource}/${subresource}`],
      verbs: [verb],
    })),
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'runs' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'runs' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'somebody' }],
  },
];

test(
  'by its definitions, Chaos Mesh takes what it is told, and a right that is missing is named',
  { skip: skipCrds },
  async () => {
    await using folder = await temporaryFolder();
    await using server = await startApiServer(folder.path);
    const { kubectl } = server;
    const files = (await readdir(CRDS as string)).filter((file) => /chaos/.test(file));
    for (const file of files)
      await kubectl(['apply', '--server-side', '--filename', join(CRDS as string, file)]);
    await kubectl(['wait', '--for=condition=Established', '--timeout=300s', 'crd', '--all']);
    await kubectl(['apply', '--filename=-'], JSON.stringify(namespaceObject('holdfast-x', {})));

    const faults: PacketFault[] = (['upstream', 'downstream', 'both'] as const).flatMap((direction) => [
      { does: 'partition', direction },
      { does: 'delay', latencyMs: 100, jitterMs: 20, direction },
      { does: 'loss', percent: 30, direction },
    ]);
    const ends = { namespace: 'holdfast-x', from: { a: 'b' }, to: { c: 'd' }, atMostMs: 60_000 };
    const taken = (object: object) =>
      kubectl(
        ['apply', '--dry-run=server', '--validate=strict', '--namespace=holdfast-x', '--filename=-'],
        JSON.stringify(object),
      );
    for (const fault of faults)
      assert.match(await taken(networkChaos(fault, { name: 'one', ...ends })), /one created/);
    const wrong = networkChaos({ does: 'partition', direction: 'both' }, { name: 'one', ...ends });
    await assert.rejects(
      taken({ ...wrong, spec: { ...(wrong['spec'] as object), direction: 'upstream' } }),
      /spec\.direction: Unsupported value: "upstream"/,
    );
    await assert.rejects(
      taken({ ...wrong, spec: { ...(wrong['spec'] as object), delay: { latency: '100' } } }),
      /spec\.delay\.latency/,
    );

    const whose = {
      name: 'one',
      namespace: 'holdfast-x',
      of: { a: 'b' },
      container: 'app',
      atMostMs: 60_000,
    };
    for (const byMs of [3_600_000, -10_000]) assert.match(await taken(timeChaos(byMs, whose)), /one created/);
    const skewed = timeChaos(3_600_000, whose);
    await assert.rejects(
      taken({ ...skewed, spec: { ...(skewed['spec'] as object), clockIds: 'CLOCK_REALTIME' } }),
      /spec\.clockIds/,
    );

    for (const object of roleOf()) await kubectl(['apply', '--filename=-'], JSON.stringify(object));
    const { code, stderr } = await run(server, join(folder.path, 'reports'), 'may-not');
    assert.match(
      stderr,
      /takes rights that you do not have there: create, get, list, delete networkchaos[;\n]/,
    );
    assert.equal(code, 69);
    assert.doesNotMatch(await namespaces(server), /holdfast-(?!x)/);
  },
);
