import type { OperationLine, Value } from '../../../protocol/history.ts';
import { NOBODY } from '../../../protocol/trial.ts';

/** What is wrong, and what to do about it. */
export type Told = readonly [problem: string, next: string];

/**
 * Why the operations that a script recorded when it was tried, on an app that is whole, would make nothing certain of
 * what it records under load; undefined where they would.
 */
export function trialProblem(ops: readonly OperationLine[], counts: readonly string[]): Told | undefined {
  const stepOf = (op: OperationLine) => stepIn(op, counts);
  const own = ops.filter(({ session }) => session !== NOBODY);
  return (
    first(own, unexplained(stepOf)) ??
    first(own.filter(beforeEnd(own)), unexpected(stepOf)) ??
    unread(own) ??
    first(
      ops.filter(({ session }) => session === NOBODY),
      seenByNobody(stepOf),
    ) ??
    neverShown(own)
  );
}

/** Kinds whose checkers such operations give something to test. */
export function checkersBy(ops: readonly OperationLine[]): string[] {
  const did = (...kinds: string[]) => ops.some(({ op, key }) => kinds.includes(op) && key !== 'user');
  return [
    'lost-session',
    ...(did('write', 'remove') ? ['lost-write', 'stale-read', 'garbage-read'] : []),
    ...(ops.some(({ op, key }) => op === 'read' && key === 'user') ? ['cross-session-read'] : []),
    ...(did('destroy') ? ['resurrection'] : []),
  ];
}

const STEPS = {
  create: 'begin',
  destroy: 'logout',
  increment: 'add',
  write: 'write',
  remove: 'remove',
  read: 'read',
  regenerate: 'login',
} as const;

type StepOf = (op: OperationLine) => string;

/** As it is written in the script. */
function stepIn({ op, key, value }: OperationLine, counts: readonly string[]): string {
  if (op === 'create' && key === 'user') return `login('${value}', …)`;
  if (op === 'read' && key === undefined) return 'count(…)';
  if (key === undefined) return `${STEPS[op]}(…)`;
  const isCount = counts.includes(key);
  return `${isCount ? (op === 'read' ? 'count' : 'add') : STEPS[op]}('${key}', …)`;
}

const first = (
  ops: readonly OperationLine[],
  wrong: (op: OperationLine) => Told | undefined,
): Told | undefined => ops.map(wrong).find((told) => told !== undefined);

const unexplained =
  (stepOf: StepOf) =>
  (op: OperationLine): Told | undefined => {
    if (op.outcome === 'ok' || op.absent) return undefined;
    const next =
      (op.status ?? 0) >= 500
        ? 'see what the app printed: it says itself that it failed at this request'
        : "have its function return 'done' (or { value }) or 'gone' by what the app answered, and see what it sends";
    return [`${stepOf(op)}: ${op.error ?? `status ${op.status}`}`, next];
  };

/** Those of a session before its acknowledged end. */
const beforeEnd = (ops: readonly OperationLine[]) => {
  const ends = new Map(ops.filter(({ op }) => op === 'destroy').map(({ session, end }) => [session, end]));
  return ({ session, end }: OperationLine) => end <= (ends.get(session) ?? Infinity);
};

const unexpected =
  (stepOf: StepOf) =>
  (op: OperationLine): Told | undefined => {
    if (op.absent)
      return [
        `${stepOf(op)} came to 'gone' in a session that had just begun`,
        "'gone' is for answers by which the app says that there is no session, or nobody signed in",
      ];
    if (op.owner !== undefined)
      return [
        `read('user', …) shows "${op.owner}", and that is not who logged in`,
        'give login the name as the app shows it, and return { value } with that name alone',
      ];
    return undefined;
  };

const unread = (ops: readonly OperationLine[]): Told | undefined =>
  ops.some(({ op }) => op === 'read')
    ? undefined
    : ['nothing is looked at, so that no loss would be seen', "visitor.read('user', …), read or count"];

const seenByNobody =
  (stepOf: StepOf) =>
  (op: OperationLine): Told | undefined => {
    const next = "its function is to return 'gone' by what the app answers to one who is not signed in";
    if (op.outcome !== 'ok')
      return [`${stepOf(op)}, by one without a cookie: ${op.error ?? 'no answer'}`, next];
    if (op.absent || (op.key !== 'user' && !op.value)) return undefined;
    return [`${stepOf(op)} shows ${JSON.stringify(op.value)} to one who has no cookie`, next];
  };

/** Of each key, some look that follows a change must show it. */
function neverShown(ops: readonly OperationLine[]): Told | undefined {
  const expected = new Map<string, Value>();
  const looks = new Map<string, { shown: boolean; seen: Value; wanted: Value }>();
  for (const { op, session, key, value = null, absent } of ops) {
    if (key === undefined || key === 'user' || absent) continue;
    const at = `${session} ${key}`;
    if (op !== 'read') expected.set(at, op === 'remove' ? null : value);
    else if (expected.has(at)) {
      const wanted = expected.get(at) ?? null;
      const shown = value === wanted || looks.get(key)?.shown === true;
      looks.set(key, { shown, seen: value, wanted });
    }
  }
  for (const [key, { shown, seen, wanted }] of looks)
    if (!shown)
      return [
        `'${key}' never showed what had been put there: ${JSON.stringify(seen)} in place of ${JSON.stringify(wanted)}, at last`,
        'see that what is sent and what is looked at are the same thing; an app that forgets at once looks the same',
      ];
  return undefined;
}
