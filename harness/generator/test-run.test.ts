import assert from 'node:assert/strict';
import test from 'node:test';
import { proofExperiments } from '../plan/prove.ts';
import type { Experiment } from '../model/plan.ts';
import { testRunObjects } from './test-run.ts';

interface Made {
  kind: string;
  metadata: { name: string; namespace: string };
  [field: string]: unknown;
}

const [experiment] = proofExperiments(['redis'], 1) as [Experiment];
const options = {
  experiment: { ...experiment, id: 'redis/Restart, twice' },
  archive: Buffer.from('an archive'),
  generators: 4,
  namespace: 'load',
  image: 'grafana/k6:2.2.0',
};
const [config, claim, reader, run] = testRunObjects(options) as [Made, Made, Made, Made];

test('what k6-operator is given has one name, and the workload that the TestRun names', () => {
  assert.deepEqual(
    [config, claim, run].map(({ kind, metadata }) => [kind, metadata.name, metadata.namespace]),
    ['ConfigMap', 'PersistentVolumeClaim', 'TestRun'].map((kind) => [
      kind,
      'holdfast-redis-restart-twice',
      'load',
    ]),
  );
  assert.deepEqual(config['binaryData'], { 'archive.tar': Buffer.from('an archive').toString('base64') });
  const { parallelism, script } = run['spec'] as { parallelism: number; script: object };
  assert.equal(parallelism, 4);
  assert.deepEqual(script, { configMap: { name: 'holdfast-redis-restart-twice', file: 'archive.tar' } });
});

test('each runner records in a file of its own', () => {
  const { runner } = run['spec'] as {
    runner: { env: { name: string; value?: string }[]; volumeMounts: { mountPath: string }[] };
  };
  const [pod, output] = runner.env;
  // Kubernetes puts in what stands before it.
  assert.equal(pod?.name, 'POD');
  assert.equal(output?.value, '/history/$(POD).ndjson');
  assert.equal(runner.volumeMounts[0]?.mountPath, '/history');
});

test('everything of it is the same k6, and the latest one of nobody', () => {
  const { runner, initializer } = run['spec'] as Record<'runner' | 'initializer', { image: string }>;
  assert.equal(runner.image, 'grafana/k6:2.2.0');
  assert.equal(initializer.image, 'grafana/k6:2.2.0');
});

test('what was recorded can be read after the runners have ended, and not be changed', () => {
  assert.equal(reader.kind, 'Pod');
  assert.equal(reader.metadata.name, 'holdfast-redis-restart-twice-histories');
  const { containers, volumes } = reader['spec'] as {
    containers: { volumeMounts: object[] }[];
    volumes: object[];
  };
  assert.deepEqual(containers[0]?.volumeMounts, [{ name: 'history', mountPath: '/history', readOnly: true }]);
  assert.deepEqual(volumes, [
    { name: 'history', persistentVolumeClaim: { claimName: 'holdfast-redis-restart-twice' } },
  ]);
});

test('each runner has a node by itself, unless it is said that they may share one', () => {
  const asked = (made: Made) => {
    const { separate, runner } = made['spec'] as {
      separate: boolean;
      runner: { resources: { requests: { cpu: string } } };
    };
    return [separate, runner.resources.requests.cpu];
  };
  assert.deepEqual(asked(run), [true, '1']);
  const [, , , shared] = testRunObjects({ ...options, shareNodes: true }) as [Made, Made, Made, Made];
  assert.deepEqual(asked(shared), [false, '100m']);
});
