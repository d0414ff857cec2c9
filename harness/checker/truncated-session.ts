import { ofResponses } from './responses.ts';

/** Acknowledged, but a browser would have dropped the cookie that carries it. */
export const truncatedSession = ofResponses({
  kind: 'truncated-session',
  meaning: 'A session was acknowledged that the client cannot carry.',
  under: 'Ids and cookies',
  definition: [
    `
      An acknowledged operation whose response carries a cookie that the client dropped, as a browser does
      (\`dropped\`): over 4,096 bytes with its name.
    `,
    {
      comesTo: 'truncated-session',
      history: `
        0-1    c1  create carried
        2-3    c1  write a=1 dropped
        4-5    c1  read a -> null
      `,
    },
    `
      What was dropped may be there or not afterwards; it is neither lost nor stale as well.
    `,
  ],
  inPractice: `
    A store that keeps the session in the cookie, and a session that grows.
  `,
  neighbours: `
    A cookie that a browser does not keep for another reason is a refused-cookie.
  `,
  whatToDo: `
    Keep less in the cookie: an id, and everything else on the server.
  `,
  untested: 'no response was looked at for whether a browser would keep its cookie',
  isAmiss: ({ dropped, outcome }) => (outcome === 'ok' ? dropped : undefined),
  describe: ({ op, session }) => ({
    summary: `a ${op} of session ${session} was acknowledged with a cookie that a browser drops`,
    remark: 'acknowledged; the cookie that carries it is too big to be kept',
  }),
});
