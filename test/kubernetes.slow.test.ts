import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { parseAllDocuments, stringify } from 'yaml';
import { serve } from '../app/testing.ts';
import { exporter } from '../exporter/exporter.ts';
import { provision } from '../harness/provision/provision.ts';
import { CLOCK_ROUTE } from '../protocol/reference-clock.ts';
import { holdfast, onlyRun, temporaryFolder } from './holdfast.ts';
import { startApiServer } from './kubernetes/api-server.ts';

/**
 * Everything that infra/kubernetes and `holdfast kubernetes` make is handed to a real API server. It takes etcd and
 * kube-apiserver from their Go modules, kubectl on PATH, and a folder with the definitions of k6-operator as HOLDFAST_CRDS.
 */
const skip = process.env['HOLDFAST_SLOW'] !== '1' && 'builds kube-apiserver for minutes; set HOLDFAST_SLOW=1';
const CRDS = process.env['HOLDFAST_CRDS'];
const KUBERNETES = fileURLToPath(new URL('../infra/kubernetes/', import.meta.url));
const signal = new AbortController().signal;

interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: {
    template: { metadata: object; spec: { volumes?: object[] } };
    volumeClaimTemplates?: { metadata: { name: string } }[];
  };
}
const manifests = (text: string) => parseAllDocuments(text).map((each) => each.toJS() as Manifest);

test(
  'an API server takes every manifest, and every pod under the restricted standard',
  { skip },
  async (t) => {
    await using folder = await temporaryFolder();
    await using server = await startApiServer(folder.path);
    const { kubectl } = server;
    await kubectl(['apply', '--filename', join(KUBERNETES, 'common/namespace.yaml')]);

    const stores = await readdir(join(KUBERNETES, 'stores'));
    for (const base of ['', 'all', ...stores.map((store) => `stores/${store}`)]) {
      const said = await kubectl([
        'apply',
        '--dry-run=server',
        '--namespace=holdfast',
        '--kustomize',
        join(KUBERNETES, base),
      ]);
      assert.doesNotMatch(said, /Warning/, base);
    }
    const all = await kubectl(['kustomize', join(KUBERNETES, 'all')]);
    const workloads = manifests(all).filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
    assert.ok(workloads.length > stores.length);
    const pods = workloads.map(({ metadata: { name }, spec: { template, volumeClaimTemplates = [] } }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      ...template,
      metadata: { ...template.metadata, name, namespace: 'holdfast' },
      // What a StatefulSet adds to its pods.
      spec: {
        ...template.spec,
        volumes: [
          ...(template.spec.volumes ?? []),
          ...volumeClaimTemplates.map(({ metadata: { name: volume } }) => ({
            name: volume,
            persistentVolumeClaim: { claimName: `${volume}-${name}-0` },
          })),
        ],
      },
    }));
    await kubectl(
      ['apply', '--dry-run=server', '--filename=-'],
      pods.map((pod) => stringify(pod)).join('---\n'),
    );
    const [root] = structuredClone(pods);
    assert.ok(root);
    Object.assign(root.spec, { securityContext: { runAsUser: 0 } });
    await assert.rejects(
      kubectl(['apply', '--dry-run=server', '--filename=-'], stringify(root)),
      /violates PodSecurity "restricted/,
    );

    // For real, and again: what was applied once can be applied again, and changes no workload.
    for (let time = 0; time < 2; time++) await kubectl(['apply', '--kustomize', join(KUBERNETES, 'all')]);
    const generations = [
      'get',
      'deployments,statefulsets',
      '--namespace=holdfast',
      '--output=jsonpath={.items[*].metadata.generation}',
    ];
    assert.deepEqual(
      (await kubectl(generations)).trim().split(' '),
      pods.map(() => '1'),
    );
    t.diagnostic(`${manifests(all).length} objects, ${pods.length} pods`);

    // Who defines ServiceMonitor and PrometheusRule is not here.
    const dashboards = fileURLToPath(new URL('../infra/grafana/dashboards/json', import.meta.url));
    await kubectl(['apply', '--dry-run=server', '--namespace=holdfast', '--kustomize', dashboards]);
    await kubectl(['kustomize', join(KUBERNETES, 'monitoring')]);
  },
);

const skipCrds =
  skip || (CRDS === undefined && 'HOLDFAST_CRDS names no folder with k6-operator’s definitions');

test(
  'the API server takes the TestRun of a plan, and two k6 do what its runners are told',
  { skip: skipCrds },
  async () => {
    await using folder = await temporaryFolder();
    const reports = join(folder.path, 'reports');
    const flags = [
      '--workload',
      'register',
      '--clients',
      '6',
      '--rate',
      '60',
      '--duration',
      '2s',
      '--reports',
      reports,
    ];
    const ran = await holdfast(['run', '--store', 'memory', ...flags]);
    assert.ok([0, 2].includes(ran.code ?? -1), ran.stderr);
    const run = await onlyRun(reports);
    await using time = await serve(exporter([]));
    await using app = await startApp();
    const told = ['--target', app.url, '--clock', `${time.url}${CLOCK_ROUTE}`, '--generators', '2'];
    const made = await holdfast(['kubernetes', run, ...told]);
    assert.equal(made.code, 0, made.stderr);
    {
      await using server = await startApiServer(folder.path);
      for (const file of await readdir(CRDS as string))
        await server.kubectl(['apply', '--server-side', '--filename', join(CRDS as string, file)]);
      await server.kubectl(['wait', '--for=condition=Established', '--timeout=300s', 'crd', '--all']);
      await server.kubectl(['create', 'namespace', 'holdfast']);
      const said = await server.kubectl(['apply', '--dry-run=server', '--filename=-'], made.stdout);
      assert.match(said, /testrun.k6.io\/holdfast-\S+ created/);
      const wrong = made.stdout.replace('parallelism: 2', 'parallelism: two');
      await assert.rejects(
        server.kubectl(['apply', '--dry-run=server', '--filename=-'], wrong),
        /spec.parallelism/,
      );
    }

    const [config] = parseAllDocuments(made.stdout).map(
      (each) => each.toJS() as { binaryData: Record<string, string> },
    );
    const archive = join(folder.path, 'archive.tar');
    await writeFile(archive, Buffer.from(config?.binaryData['archive.tar'] ?? '', 'base64'));
    const { path } = await provision('k6', { signal, report: () => {} });
    const files = ['a', 'b'].map((name) => join(folder.path, `${name}.ndjson`));
    await Promise.all(
      ['0:1/2', '1/2:1'].map((segment, index) =>
        execa(
          path,
          [
            'run',
            '--quiet',
            '--address',
            '',
            '--execution-segment',
            segment,
            '--execution-segment-sequence',
            '0,1/2,1',
            archive,
          ],
          { env: { K6_CONSOLE_OUTPUT: files[index] as string, K6_LOG_FORMAT: 'raw' } },
        ),
      ),
    );
    const output = join(folder.path, 'history.ndjson');
    const merged = await holdfast(['merge', ...files, '--output', output]);
    assert.equal(merged.code, 0, merged.stderr);
    const judged = await holdfast(['check', output]);
    assert.equal(judged.code, 0, `${judged.stdout}${await readFile(output, 'utf8')}`);
  },
);

/** The app on MemoryStore, as its image starts it. */
async function startApp(): Promise<AsyncDisposable & { url: string }> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  const child = execa(process.execPath, [fileURLToPath(new URL('../app/main.ts', import.meta.url))], {
    reject: false,
    env: { HOLDFAST_STORE: 'memory', HOLDFAST_PORT: String(port) },
  });
  await once(child.stdout, 'data');
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child;
    },
  };
}
