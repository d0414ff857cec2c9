import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OperationLine } from '../../protocol/history.ts';
import { Kept } from './kept.ts';
import type { ClientRun } from './scenario.ts';
import { Search } from './search.ts';
import type { Session } from './session.ts';
import type { IsLast } from './session-client.ts';
import type { Settings } from './settings.ts';

const line = (rest: Partial<OperationLine>): OperationLine => ({
  op: 'read',
  session: 's',
  client: 'c',
  outcome: 'ok',
  due: 0,
  start: 0,
  end: 0,
  ...rest,
});
const ANSWERS = {
  found: line({}),
  absent: line({ absent: true }),
  unanswered: line({ outcome: 'info' }),
} as const;
type Answer = keyof typeof ANSWERS;

/** A client of a thousand, so that eight sessions wait at the most, whose looks are answered in turn as given. */
function client(answers: readonly Answer[]) {
  let asked = 0;
  const finished = new Set<string>();
  const read = (session: Session, _key: string, _due: number, isLast: IsLast) => {
    assert.ok(!finished.has(session.name), `${session.name} is asked for after its last operation`);
    const answer = ANSWERS[answers[asked++ % answers.length] ?? 'found'];
    if (answer.absent) session.search.missed('app-1');
    else if (answer.outcome === 'ok') session.search.found('app-1');
    if (isLast(answer)) finished.add(session.name);
    return answer;
  };
  const run = { pacer: { wait: () => 0 } } as unknown as ClientRun;
  const kept = new Kept(run, { clients: 1000 } as Settings, { keys: ['a', 'b'], read });
  return { kept, finished };
}
const session = (name: string, operations = 0) =>
  ({ name, operations, search: new Search(1) }) as unknown as Session;

test('however many a client leaves, few wait; none is asked for after its last operation, or forgotten', () => {
  const answer = fc.constantFrom<Answer[]>('found', 'absent', 'unanswered');
  fc.assert(
    fc.property(fc.array(answer, { minLength: 1, maxLength: 9 }), (answers) => {
      const { kept, finished } = client(answers);
      for (let visit = 0; visit < 60; visit++) {
        kept.leave(session(`s${visit}`));
        kept.tidy();
        assert.ok(kept.all().length <= 16);
      }
      const waiting = kept.all().map(({ name }) => name);
      assert.equal(new Set([...waiting, ...finished]).size, 60);
      assert.ok(waiting.every((name) => !finished.has(name)));
    }),
  );
});

test('a worn session is let go if it is there, and else is looked at in the end', () => {
  for (const [answer, waits] of [
    ['found', 0],
    ['absent', 1],
    ['unanswered', 1],
  ] as const) {
    const { kept, finished } = client([answer]);
    const worn = session('worn', 500);
    kept.use(worn);
    assert.equal(kept.retireIfWorn(session('fresh', 499)), false);
    assert.equal(kept.retireIfWorn(worn), true);
    assert.deepEqual([kept.all().length, finished.size], [waits, 1 - waits]);
  }
});
