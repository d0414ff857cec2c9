import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subject } from '../../model/plan.ts';
import { draft } from '../../plan/draft.ts';
import { assertInStack } from './platform.ts';

const plan = (subject: Partial<Subject> & Pick<Subject, 'store'>) => ({
  experiments: [
    {
      id: 'x',
      seed: 1,
      ...draft({
        title: 'x',
        subject,
        load: { workload: 'register', clients: 1, rate: 1, durationMs: 1000 },
      }),
    },
  ],
});

test('a plan that wants what the stack has not is refused, whichever command made it', () => {
  assertInStack(plan({ store: 'redis', instances: 4 }));
  assert.throws(
    () => assertInStack(plan({ store: 'redis', instances: 5 })),
    /5 instances .* the stack has 4 at most/,
  );
  assert.throws(() => assertInStack(plan({ store: 'mine' })), /no app on mine/);
});
