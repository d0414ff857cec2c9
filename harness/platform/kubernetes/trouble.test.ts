import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podFrom } from './pods.ts';
import { troubleOf } from './trouble.ts';

const place = { context: 'work', namespace: 'holdfast-x' };

const pod = (status: object, image = 'holdfast-app:0.1.0') =>
  podFrom(
    JSON.stringify({ metadata: { name: 'app-1', uid: 'u' }, spec: { containers: [{ image }] }, status }),
  );

const waiting = (reason: string, message?: string, name = 'app', image?: string) =>
  pod(
    {
      containerStatuses: [
        {
          name,
          restartCount: 0,
          ready: false,
          state: { waiting: { reason, message } },
          lastState: {},
        },
      ],
    },
    image,
  );

test('a kubelet that waited too long for its cluster tries again, and is given time for that', () => {
  const said = 'failed to sync secret cache: timed out waiting for the condition';
  assert.equal(troubleOf(waiting('CreateContainerConfigError', said), place), undefined);
  const other = troubleOf(waiting('CreateContainerConfigError', 'secret "app" not found'), place);
  assert.match(other?.message ?? '', /cannot be started .*secret "app" not found/);
});

test('an image that cannot be pulled is named, with what the registry said and what to do', () => {
  const said = 'failed to pull and unpack image "docker.io/library/holdfast-app:0.1.0": not found';
  for (const reason of ['ErrImagePull', 'ImagePullBackOff']) {
    const trouble = troubleOf(waiting(reason, said), place);
    assert.match(
      trouble?.message ?? '',
      /^the cluster cannot pull the image holdfast-app:0\.1\.0 \((ErrImagePull|ImagePullBackOff): failed to pull/,
    );
    assert.match(trouble?.next ?? '', /name it with --image/);
  }
  const server = troubleOf(waiting('ErrImagePull', said, 'server', 'redis:8.2.1'), place);
  assert.match(server?.next ?? '', /^see that the nodes reach the registry of redis:8\.2\.1/);
});

test('a pod that no node takes says why', () => {
  const message = '0/1 nodes are available: 1 Insufficient memory.';
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  const trouble = troubleOf(pod({ conditions }), place);
  assert.match(trouble?.message ?? '', /no node of the cluster takes the pod app-1: 0\/1 nodes.*memory/);
});

test('a container that its settings do not let start says why', () => {
  const trouble = troubleOf(waiting('CreateContainerConfigError', 'secret "app" not found'), place);
  assert.match(
    trouble?.message ?? '',
    /cannot be started \(CreateContainerConfigError: secret "app" not found\)/,
  );
});

test('what is only slow, or waits to be started again, is no trouble', () => {
  assert.equal(troubleOf(pod({}), place), undefined);
  assert.equal(troubleOf(waiting('ContainerCreating'), place), undefined);
  assert.equal(
    troubleOf(waiting('CrashLoopBackOff', 'back-off 10s restarting failed container'), place),
    undefined,
  );
});
