import { ofResponses } from './responses.ts';

/** A browser would not have kept the session's cookie, or would have sent another one. The client did not mind. */
export const refusedCookie = ofResponses({
  kind: 'refused-cookie',
  meaning:
    "A browser would not keep the session's cookie, not send it, or send another of its name before it.",
  under: 'Ids and cookies',
  definition: [
    `
      A response with a cookie that a browser would not keep, or a request whose cookies a browser would not
      send so (\`refused\`): what is set for another domain, \`SameSite=None\` or \`Partitioned\` without
      \`Secure\`, a name with \`__Host-\` or \`__Secure-\` without what that asks for; a path where the
      session is not; an older cookie of the same name and a longer path, which goes before the new one; two
      of one name in one response, as two session middlewares give them; one that is taken back by another
      path than its own.
    `,
    {
      comesTo: 'refused-cookie',
      history: `
        0-1    c1  create refused=SameSite-None-without-Secure
        2-3    c1  write a=1
        4-5    c1  read a -> 1
      `,
    },
    `
      The client does not mind: it keeps the cookie, and shows the newest of a name. So the store behind it
      is judged all the same, and what is lost as well is lost by the store. Where two cookies of one name
      went about, an absence is recorded as \`info\`: nobody knows of which session it is. _The rules_ are
      those of RFC 6265bis, with what browsers have added on \`SameSite=None\`
      (draft-west-cookie-incrementalism) and \`Partitioned\` (draft-cutler-httpbis-partitioned-cookies).
      Over plain http a \`Secure\` cookie is kept and sent on \`localhost\` and loopback addresses only, as
      Chrome and Firefox do it (MDN, Set-Cookie); Safari does not. Of the public suffixes only those of one
      label are known (\`com\`, not \`co.uk\`). No request is cross-site.
    `,
  ],
  inPractice: `
    A cookie for an app in somebody else's frame that is not \`Secure\`; an app that moved to another path,
    while the cookie of the old one is still about; two session middlewares in one app.
  `,
  neighbours: `
    A cookie that is too big is a truncated-session, and the client drops it.
  `,
  whatToDo: `
    Mend what the finding names: an attribute, the path or the name of the cookie.
  `,
  untested: 'no cookie was looked at for whether a browser would keep it and send it',
  isAmiss: ({ refused }) => (refused === undefined ? undefined : refused !== false),
  describe: ({ session, refused }) => ({
    summary: `a browser would not have the right cookie of session ${session}: ${refused}`,
    remark: 'here a browser parts from this client',
  }),
});
