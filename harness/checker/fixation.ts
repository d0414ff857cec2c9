import { inOrder, step, type Checker } from './finding.ts';
import { tookEffect } from './facts/terms.ts';

/** An id that the client had before it logged in, or that it chose by itself, names the session afterwards. */
export const fixation: Checker = {
  kind: 'fixation',
  untested: 'no id was compared with the one before a regenerate, and none was chosen by a client',
  check({ name, ops }, report) {
    let tested = 0;
    for (const op of ops) {
      if (op.idKept === undefined && op.idChosen === undefined) continue;
      if (!tookEffect(op) || (op.op !== 'create' && op.op !== 'regenerate')) continue;
      tested++;
      if (op.idKept !== true && op.idChosen !== true) continue;
      const how = op.idChosen === true ? 'the app took an id that the client chose' : 'the id was kept';
      report({
        session: name,
        seen: op,
        from: op.start,
        to: op.end,
        tell: () => ({
          summary: `${op.op} of session ${name}: ${how}`,
          steps: inOrder(step(op, `${how}; expected a fresh one`)),
        }),
      });
    }
    return tested;
  },
};
