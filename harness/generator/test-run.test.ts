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
const [config, claim, run] = testRunObjects({
  experiment: { ...experiment, id: 'redis/Restart, twice' },
  archive: Buffer.from('an archive'),
  generators: 4,
  namespace: 'load',
  image: 'grafana/k6:2.2.0',
}) as [Made, Made, Made];

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
