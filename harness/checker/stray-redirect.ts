import { ofResponses } from './responses.ts';

/** The app sent its visitor to an address that is none of its own. The client did not go there. */
export const strayRedirect = ofResponses({
  kind: 'stray-redirect',
  meaning: 'A redirect of the app leads to an address that is none of its own.',
  under: 'Ids and cookies',
  definition: [
    `
      An operation that was answered with a redirect to an address that is none of the app's (\`strayed\`).
      It was done, and the redirect was not followed.
    `,
    {
      comesTo: 'stray-redirect',
      history: `
        0-1    c1  create
        2-3    c1  write a=1 strayed=https://elsewhere.example/
        4-5    c1  read a -> 1
      `,
    },
  ],
  inPractice: `
    An app that sends its visitors to the one name that it knows itself by; a \`Host\` or
    \`X-Forwarded-Host\` that it believes; a redirect that whoever writes the request may choose. The
    browser leaves its cookies behind, and with them the session.
  `,
  neighbours: `
    A redirect that stays with the app is followed, as a browser does, and what it shows is judged.
  `,
  whatToDo: `
    Redirect to paths instead of whole addresses, and make no address out of \`Host\`, \`X-Forwarded-Host\`
    or anything else that the request brings.
  `,
  terms: `
    Where a client chooses the address, an open redirect (CWE-601).
  `,
  untested: 'no redirect was looked at for where it leads',
  isAmiss: ({ strayed }) => (strayed === undefined ? undefined : strayed !== false),
  describe: ({ op, session, strayed }) => ({
    summary: `a ${op} of session ${session} was answered with a redirect away from the app, to ${strayed}`,
    remark: `Location: ${strayed}; it was not followed`,
  }),
});
