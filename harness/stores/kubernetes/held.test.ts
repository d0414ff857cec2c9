import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STORE_SERVERS } from '../servers.ts';
import { HELD_START, heldObjects } from './held.ts';

interface Made {
  spec: {
    template: {
      spec: {
        securityContext: { runAsUser: number };
        containers: { image: string; command: string[]; livenessProbe?: object; readinessProbe?: object }[];
      };
    };
  };
}

test('a server that is held has the image and user of its own, and waits until it is told how to start', () => {
  const server = STORE_SERVERS['redis-server'];
  const [set] = heldObjects('redis-1', server) as unknown as [Made];
  const { containers, securityContext } = set.spec.template.spec;
  const [container] = containers;
  assert.deepEqual([container?.image, securityContext.runAsUser], [server.image, server.kubernetes.uid]);
  assert.ok(container?.command.at(-1)?.includes(`while [ ! -e ${HELD_START} ]`));
});

test('no probe has the kubelet start it again, or tells it ready: one that is away on purpose would not be', () => {
  const [set] = heldObjects('mongo-1', STORE_SERVERS.mongod) as unknown as [Made];
  const [container] = set.spec.template.spec.containers;
  assert.deepEqual([container?.livenessProbe, container?.readinessProbe], [undefined, undefined]);
});
