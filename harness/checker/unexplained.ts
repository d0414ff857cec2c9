import type { OperationLine } from '../../protocol/history.ts';
import { decide } from './decide/decide.ts';
import type { OpenSession } from './family.ts';
import { inOrder, several, step, type Checker, type Finding } from './finding.ts';
import type { TtlPolicy } from '../model/ttl-policy.ts';

/** That no order explains a session is decided before any kind is looked for; this is for what no kind names. */
export const unexplained: Checker<'unexplained'> = {
  kind: 'unexplained',
  shownBy: 'order',
  meaning: 'No order of the operations explains what was seen, and no other kind names it.',
  under: 'The rest',
  definition: [
    `
      A session that no order explains, and in which none of the kinds above is found. It is dated to the
      first operation at whose end no order is left: up to there is the shortest prefix that no order
      explains.
    `,
    {
      comesTo: 'unexplained',
      history: `
        0-1    c1  create
        2-3    c1  increment n=1
        4-6    c2  increment n=3
        4-30   c3  increment n=4
        20-21  c4  increment n info
      `,
    },
    `
      Two increments must come before one that is told 3, and only one can have: that of \`c3\` comes after
      it, and the fourth had not begun. Sessions that a login made one out of the other may each be sound by
      themselves, and no one order explain both:
    `,
    {
      comesTo: 'unexplained',
      history: `
        0-1    c1    create
        2-9    c1    regenerate next=u
        3-4    c2@u  read
        5-6    c3    read
      `,
    },
    `
      Or nobody answered the login, and what it can have carried over is not there:
    `,
    {
      comesTo: 'unexplained',
      history: `
        0-1    c1    create cart=1
        2-3    c1    regenerate next=u carrying info
        4-5    c1@u  read cart -> null
      `,
    },
  ],
  inPractice: `
    Increments that were lost, or counted twice, among others that overlap; a login of which the session
    before and the one after do not go together.
  `,
  neighbours: `
    All others that go by the order: this one is for what none of them names.
  `,
  whatToDo: `
    Read the witness back from the operation that it is dated to. It is a violation like the others, only
    without a name: take it as seriously.
  `,
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
