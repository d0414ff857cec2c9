import { inOrder, step, type Checker } from './finding.ts';

/** The app sent its visitor to an address that is none of its own. The client did not go there. */
export const strayRedirect: Checker = {
  kind: 'stray-redirect',
  untested: 'no redirect was looked at for where it leads',
  check({ name, ops }, report) {
    let tested = 0;
    for (const op of ops) {
      const { strayed } = op;
      if (strayed === undefined) continue;
      tested++;
      if (strayed === false) continue;
      report({
        session: name,
        key: op.key,
        seen: op,
        from: op.start,
        to: op.end,
        tell: () => ({
          summary: `a ${op.op} of session ${name} was answered with a redirect away from the app, to ${strayed}`,
          steps: inOrder(step(op, `Location: ${strayed}; it was not followed`)),
        }),
      });
    }
    return tested;
  },
};
