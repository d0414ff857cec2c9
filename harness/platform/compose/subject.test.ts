import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { draft } from '../../plan/draft.ts';
import { environmentOf } from './subject.ts';

const BASE = new URL('../../../infra/stack/base.yaml', import.meta.url);
const load = { workload: 'register', clients: 1, rate: 1, durationMs: 1000 } as const;
const { subject } = draft({ title: '', subject: { store: 'redis', saveMode: 'awaited' }, load });

test('every variable that the stack hands on to its app is set by the plan, or to nothing', () => {
  const handedOn = [...readFileSync(BASE, 'utf8').matchAll(/^ {6}\w+: \$\{(\w+):-/gm)].map(
    ([, name]) => name,
  );
  assert.ok(handedOn.length > 10);
  const made = environmentOf(subject, 'a token');
  assert.deepEqual(
    handedOn.filter((name) => made[name ?? ''] === undefined),
    [],
  );
  assert.equal(made['HOLDFAST_SAVE_MODE'], 'awaited');
  assert.equal(made['HOLDFAST_COOKIE_AGE_MS'], '');
  assert.equal(made['HOLDFAST_CONTROL_TOKEN'], 'a token');
});
