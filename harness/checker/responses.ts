import type { OperationLine } from '../../protocol/history.ts';
import type { Definition } from './definition.ts';
import { inOrder, step, type Checker, type Finding } from './finding.ts';

interface Rule<Kind extends string> extends Omit<Definition<Kind>, 'shownBy'> {
  /** The reason for its unknown where no response was looked at. */
  untested: string;
  /** Whether something is wrong with a response; undefined: nobody looked. */
  isAmiss: (op: OperationLine) => boolean | undefined;
  describe: (op: OperationLine) => { summary: string; remark: string };
}

/** The checker of a kind that one response shows by itself. */
export function ofResponses<Kind extends string>(rule: Rule<Kind>): Checker<Kind> {
  const { isAmiss, describe, ...definition } = rule;
  return {
    ...definition,
    shownBy: 'response',
    check({ name, ops }, report) {
      let tested = 0;
      for (const op of ops) {
        const amiss = isAmiss(op);
        if (amiss === undefined) continue;
        tested++;
        if (amiss) report(findingOf(name, op, describe));
      }
      return tested;
    },
  };
}

const findingOf = (session: string, op: OperationLine, describe: Rule<string>['describe']): Finding => ({
  session,
  key: op.key,
  seen: op,
  from: op.start,
  to: op.end,
  describe() {
    const { summary, remark } = describe(op);
    return { summary, steps: inOrder(step(op, remark)) };
  },
});
