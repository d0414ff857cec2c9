import type { OperationLine } from '../../protocol/history.ts';
import { decide } from './decide/decide.ts';
import type { OpenSession } from './family.ts';
import { inOrder, several, step, type Checker, type Finding } from './finding.ts';
import type { TtlPolicy } from '../model/ttl-policy.ts';

/** That no order explains a session is decided before any kind is looked for; this is for what no kind names. */
export const unexplained: Checker = {
  kind: 'unexplained',
  untested: 'no session was asked for after it had been acknowledged',
  check: ({ askedFor }) => askedFor,
};

/** `at`: the operation at whose end no order is left. */
export function unexplainedIn(
  sessions: readonly OpenSession[],
  at: OperationLine,
  policy: TtlPolicy,
): Finding {
  const prefix = sessions
    .flatMap(({ ops, makers }) => ops.filter((op) => makers.length === 0 || op.op !== 'create'))
    .filter((op) => op.start <= at.end)
    .toSorted((a, b) => a.start - b.start);
  return {
    session: at.session,
    key: at.key,
    seen: at,
    from: prefix[0]?.start ?? at.start,
    to: at.end,
    describe: () => ({
      summary: `no order of the ${several(prefix.length, 'operation')} that had begun by ${at.end} ms explains session ${at.session}; until then, one does`,
      steps: inOrder(
        ...needed(sessions, prefix, at, policy).map((op) => step(op)),
        step(at, 'no order explains this as well'),
      ),
    }),
  };
}

const SHOWN = 5;

/** The last of those without which an order would explain it. */
function needed(
  sessions: readonly OpenSession[],
  prefix: readonly OperationLine[],
  at: OperationLine,
  policy: TtlPolicy,
): OperationLine[] {
  const isUnexplained = (ops: readonly OperationLine[]) =>
    decide(
      sessions.map(({ name }) => ({ name, ops: ops.filter(({ session }) => session === name) })),
      policy,
    ).kind === 'unexplained';
  let left = prefix;
  if (policy.ttlMs === Infinity && prefix.length <= SHRUNK)
    for (const op of prefix) {
      const without = left.filter((other) => other !== op);
      // A read only asks. Without another operation, what it explains would be missing.
      if (op !== at && op.op === 'read' && isUnexplained(without)) left = without;
    }
  return left.filter((op) => op !== at).slice(-SHOWN);
}

/** Longer ones are shown as they are. */
const SHRUNK = 100;
