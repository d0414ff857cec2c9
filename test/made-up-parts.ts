/** Parts of Holdfast, each as a contributor adds one. */
import type { Addition } from './copied-tree.ts';

/** A checker: its file, and its line in the catalogue with the import that this takes. */
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

/** A workload: its script, and what the rest needs to know of it. */
export const MADE_UP_WORKLOAD: Addition = {
  entries: [
    {
      file: 'harness/model/workloads.ts',
      behind: 'const CATALOGUE = {',
      text: `
  'made-up': { each: 'makes a session and looks at it once', checkers: ['lost-write', 'garbage-read'] },`,
    },
  ],
  files: {
    'scenarios/made-up.ts': `import { unlessOk } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import { settings } from './lib/settings.ts';

const config = settings('made-up');
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

function live({ client, index, pacer }: ClientRun): void {
  let made = 0;
  while (pacer.nextDue < config.durationMs) {
    const session = client.open(\`\${client.id}-\${++made}\`);
    const { outcome } = client.create(session, pacer.wait(), undefined, unlessOk);
    if (outcome !== 'ok') continue;
    client.write(session, 'a', (index + 1) * 1_000_000 + made, pacer.wait());
    client.read(session, 'a', pacer.wait(), () => true);
  }
}
`,
  },
};

/** A fault: what a plan has to know of it, and apart from that, since a plan is made without it, how it is done. */
export const MADE_UP_FAULT: Addition = {
  entries: [
    {
      file: 'harness/model/faults/app.ts',
      behind: 'export const APP_FAULTS = {',
      text: `
  'app-made-up': {
    site: 'app',
    usualMs: 300,
    summary: 'an app instance is stopped for a moment',
    shownBy: PAUSED,
    parameters: NO_PARAMETERS,
  },`,
    },
    {
      file: 'harness/nemesis/faults/catalogue.ts',
      behind: "import { rollOver } from './app-rolling.ts';\n",
      text: "import { madeUp } from './app-made-up.ts';\n",
    },
    {
      file: 'harness/nemesis/faults/catalogue.ts',
      behind: '= {',
      text: "\n  'app-made-up': madeUp,",
    },
  ],
  files: {
    'harness/nemesis/faults/app-made-up.ts': `import { pauseAndResume } from './pause-and-resume.ts';

export const madeUp = pauseAndResume('app');
`,
  },
};
