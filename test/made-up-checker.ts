import type { Addition } from './copied-tree.ts';

/** A checker, as a contributor adds one: its file, and its line in the catalogue with the import that this takes. */
export const MADE_UP_CHECKER: Addition = {
  entries: [
    {
      file: 'harness/checker/catalogue.ts',
      behind: "import { lostWrite } from './lost-write.ts';\n",
      text: "import { madeUp } from './made-up.ts';\n",
    },
    { file: 'harness/checker/catalogue.ts', behind: '\n  strayRedirect,\n', text: '  madeUp,\n' },
  ],
  files: {
    'harness/checker/made-up.ts': `import { ofResponses } from './responses.ts';

export const madeUp = ofResponses({
  kind: 'made-up',
  meaning: 'A session was answered by the thirteenth instance.',
  under: 'Ids and cookies',
  definition: [
    \`
      An operation whose answer came from \\\`app-13\\\`.
    \`,
    {
      comesTo: 'made-up',
      history: \`
        0-1  c1  create on=app-12
        2-3  c1  read on=app-13
      \`,
    },
  ],
  inPractice: \`
    Many instances.
  \`,
  neighbours: \`
    None.
  \`,
  whatToDo: \`
    Take twelve.
  \`,
  untested: 'no instance was named',
  isAmiss: ({ instance }) => (instance === undefined ? undefined : instance === 'app-13'),
  describe: ({ op, session }) => ({ summary: \`a \${op} of session \${session}\`, remark: 'expected another' }),
});
`,
  },
};
