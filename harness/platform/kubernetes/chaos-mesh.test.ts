import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../../model/plan.ts';
import { parseFaults } from '../../plan/parse.ts';
import { chaosIn, chaosRights, saidOf } from './chaos-mesh.ts';
import { removingLast } from './namespace.ts';

const planOf = (faults: string) =>
  ({
    experiments: [
      {
        faults: parseFaults(faults, {
          store: 'redis',
          instances: 1,
          hasServer: true,
          platform: 'kubernetes',
        }),
      },
    ],
  }) as unknown as Plan;

test('only a plan that breaks the network takes anything of Chaos Mesh', () => {
  assert.deepEqual([...chaosIn(planOf('app-crash@2s,wire-down@9s'))], []);
  assert.deepEqual([...chaosIn(planOf('net-delay@2s,net-loss@9s'))], [['networkchaos', 'net-loss']]);
});

test('its objects are of its own group, and are to be made, seen and deleted', () => {
  assert.deepEqual(
    chaosRights(['networkchaos']).map(({ verb, group, resource }) => `${verb} ${resource}.${group}`),
    ['create', 'get', 'list', 'delete'].map((verb) => `${verb} networkchaos.chaos-mesh.org`),
  );
});

test('the reaper has Chaos Mesh undo what it was told before it takes the namespace away', () => {
  const place = { context: 'work', namespace: 'holdfast-x' };
  const last = removingLast(place, ['networkchaos']).map(({ args }) => args.join(' '));
  assert.equal(last.length, 2);
  assert.match(
    last[0] ?? '',
    /--namespace holdfast-x delete networkchaos\.chaos-mesh\.org --all .*--timeout=60s/,
  );
  assert.match(last[1] ?? '', /delete namespace holdfast-x/);
  assert.equal(removingLast(place).length, 1);
});

const condition = (type: string, is: boolean) => ({ type, status: is ? 'True' : 'False' });
const saying = (status?: object) => saidOf(JSON.stringify({ status }));

test('it is in force once all that was selected is injected', () => {
  const conditions = [condition('Selected', true), condition('AllInjected', true)];
  assert.deepEqual(saying({ conditions }), { isInForce: true, trouble: undefined });
  // Of nothing, all is injected.
  assert.equal(
    saying({ conditions: [condition('Selected', false), condition('AllInjected', true)] }).isInForce,
    false,
  );
  assert.equal(saying().isInForce, false);
  assert.equal(saying({ conditions: [], experiment: { containerRecords: null } }).isInForce, false);
});

test('what it could not do, and why, is told', () => {
  const events = [
    { type: 'Succeeded', operation: 'Apply' },
    { type: 'Failed', operation: 'Apply', message: 'the kernel has no such qdisc\n' },
  ];
  const { trouble } = saying({ experiment: { containerRecords: [{ id: 'x', events }, { id: 'y' }] } });
  assert.equal(trouble, 'the kernel has no such qdisc');
});
