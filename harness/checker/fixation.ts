import { tookEffect } from './facts/effects.ts';
import { ofResponses } from './responses.ts';

/** An id that the client had before it logged in, or that it chose by itself, names the session afterwards. */
export const fixation = ofResponses({
  kind: 'fixation',
  meaning: 'The session has an id that a client chose, or one that login should have changed.',
  under: 'Ids and cookies',
  definition: [
    `
      An acknowledged regenerate whose id afterwards is the id before (\`idKept\`), or an acknowledged
      create or regenerate that took an id which the client had chosen by itself, or had been given before
      it logged in (\`idChosen\`).
    `,
    {
      comesTo: 'fixation',
      history: `
        0-1    c1  create
        2-3    c1  regenerate kept
      `,
    },
    `
      Of an app's own pages, ids are not compared: with the cookies that came with the page of the login,
      and without those that came after it, the account is asked for once the login is acknowledged. If it
      is the user's, whoever had put these cookies into the browser beforehand is signed in as well.

      A regenerate that kept the id has ended nothing, so the old cookie, still valid, is not also a
      resurrection.
    `,
  ],
  inPractice: `
    A login that does not regenerate; an app that takes an id without a signature, or with one that it did
    not give.
  `,
  neighbours: `
    If such a cookie shows somebody's data, that is a cross-session-read; if a session made with it gets its
    id, it is a fixation. Most apps that do the one do the other.
  `,
  whatToDo: `
    Call \`req.session.regenerate\` at each login before anything is put into the session, and take no id
    that the app itself did not give.
  `,
  terms: `
    OWASP, session fixation (CWE-384).
  `,
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
});
