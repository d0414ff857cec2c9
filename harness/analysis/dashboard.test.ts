import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../../infra/grafana/dashboards/run.ts';
import { dashboardOf } from './dashboard.ts';

const plan = { name: '2026-01-01T00-00-00-run', startedAt: '2026-01-01T00:00:00.000Z' };

test('a run leads to its dashboard, narrowed to its name and its time', () => {
  const link = new URL(
    dashboardOf({ ...plan, dashboards: 'http://127.0.0.1:3000' }, 1_767_225_690_000) ?? '',
  );
  const { uid, templating } = run();
  assert.equal(link.origin + link.pathname, `http://127.0.0.1:3000/d/${uid}`);
  assert.equal(link.searchParams.get('var-run'), plan.name);
  assert.ok(templating.list?.some(({ name }) => name === 'run'));
  assert.equal(link.searchParams.get('from'), '1767225585000');
  assert.equal(link.searchParams.get('to'), '1767225705000');
});

test('a run that no Grafana showed leads to none', () => {
  assert.equal(dashboardOf(plan, 0), undefined);
});
