import { inOrder, step, type Checker } from './finding.ts';

/** A browser would not have kept the session's cookie, or would have sent another one. The client did not mind. */
export const refusedCookie: Checker = {
  kind: 'refused-cookie',
  untested: 'no cookie was looked at for whether a browser would keep it and send it',
  check({ name, ops }, report) {
    let tested = 0;
    for (const op of ops) {
      const { refused } = op;
      if (refused === undefined) continue;
      tested++;
      if (refused === false) continue;
      report({
        session: name,
        seen: op,
        from: op.start,
        to: op.end,
        tell: () => ({
          summary: `a browser would not have the right cookie of session ${name}: ${refused}`,
          steps: inOrder(step(op, 'here a browser parts from this client')),
        }),
      });
    }
    return tested;
  },
};
