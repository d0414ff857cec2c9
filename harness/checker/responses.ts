import type { OperationLine } from '../../protocol/history.ts';
import type { ResponseKind } from '../model/kinds.ts';
import { tookEffect } from './facts/effects.ts';
import { inOrder, step, type Checker, type Finding } from './finding.ts';

interface Rule {
  /** The reason for its unknown where no response was looked at. */
  untested: string;
  /** Whether something is wrong with a response; undefined: nobody looked. */
  isAmiss: (op: OperationLine) => boolean | undefined;
  describe: (op: OperationLine) => { summary: string; remark: string };
}

const RULES: Readonly<Record<ResponseKind, Rule>> = {
  /** An id that the client had before it logged in, or that it chose by itself, names the session afterwards. */
  fixation: {
    untested: 'no id was compared with the one before a regenerate, and none was chosen by a client',
    isAmiss(op) {
      const { idKept, idChosen } = op;
      if (idKept === undefined && idChosen === undefined) return undefined;
      if (!tookEffect(op) || (op.op !== 'create' && op.op !== 'regenerate')) return undefined;
      return idKept === true || idChosen === true;
    },
    describe({ op, session, idChosen }) {
      const how = idChosen === true ? 'the app took an id that the client came with' : 'the id was kept';
      return { summary: `${op} of session ${session}: ${how}`, remark: `${how}; expected a fresh one` };
    },
  },
  /** Acknowledged, but a browser would have dropped the cookie that carries it. */
  'truncated-session': {
    untested: 'no response was looked at for whether a browser would keep its cookie',
    isAmiss: ({ dropped, outcome }) => (outcome === 'ok' ? dropped : undefined),
    describe: ({ op, session }) => ({
      summary: `a ${op} of session ${session} was acknowledged with a cookie that a browser drops`,
      remark: 'acknowledged; the cookie that carries it is too big to be kept',
    }),
  },
  /** A browser would not have kept the session's cookie, or would have sent another one. The client did not mind. */
  'refused-cookie': {
    untested: 'no cookie was looked at for whether a browser would keep it and send it',
    isAmiss: ({ refused }) => (refused === undefined ? undefined : refused !== false),
    describe: ({ session, refused }) => ({
      summary: `a browser would not have the right cookie of session ${session}: ${refused}`,
      remark: 'here a browser parts from this client',
    }),
  },
  /** The app sent its visitor to an address that is none of its own. The client did not go there. */
  'stray-redirect': {
    untested: 'no redirect was looked at for where it leads',
    isAmiss: ({ strayed }) => (strayed === undefined ? undefined : strayed !== false),
    describe: ({ op, session, strayed }) => ({
      summary: `a ${op} of session ${session} was answered with a redirect away from the app, to ${strayed}`,
      remark: `Location: ${strayed}; it was not followed`,
    }),
  },
};

/** The checker of a kind that one response shows by itself. */
export function ofResponses(kind: ResponseKind): Checker {
  const { untested, isAmiss, describe } = RULES[kind];
  return {
    kind,
    untested,
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

const findingOf = (session: string, op: OperationLine, describe: Rule['describe']): Finding => ({
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
