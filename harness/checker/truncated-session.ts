import { inOrder, step, type Checker } from './finding.ts';

/** Acknowledged, but a browser would have dropped the cookie that carries it. */
export const truncatedSession: Checker = {
  kind: 'truncated-session',
  untested: 'no response was looked at for whether a browser would keep its cookie',
  check({ name, ops }, report) {
    let tested = 0;
    for (const op of ops) {
      if (op.dropped === undefined || op.outcome !== 'ok') continue;
      tested++;
      if (!op.dropped) continue;
      report({
        session: name,
        key: op.key,
        seen: op,
        from: op.start,
        to: op.end,
        writesLost: 0,
        tell: () => ({
          summary: `a ${op.op} of session ${name} was acknowledged with a cookie that a browser drops`,
          steps: inOrder(step(op, 'acknowledged; the cookie that carries it is too big to be kept')),
        }),
      });
    }
    return tested;
  },
};
