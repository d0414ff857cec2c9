import { storeFacts } from '../../stores/catalogue.ts';

/** What a config is written from. */
export interface Answers {
  subject: { store: string } | { subject: string } | { target: string };
  /** Why it is that one; empty if a person said so. */
  because: string;
  faults: boolean;
  policy: string;
}

/** The text of `holdfast.config.ts`. */
export function configText({ subject, because, faults, policy }: Answers): string {
  const [[field, value]] = Object.entries(subject) as [[string, string]];
  const lines = [
    ...(because === '' ? [] : [`// ${because}.`]),
    `${field}: ${quoted(value)},`,
    'experiments: {',
    "  load: { workload: 'register', duration: '10s' },",
    ...(faults
      ? [`  faults: { duration: '15s', faults: [${faultsOf(subject).map(quoted).join(', ')}] },`]
      : []),
    '},',
    `gate: { policy: ${quoted(policy)} },`,
  ];
  return `import { defineConfig } from 'holdfast';

export default defineConfig({
${lines.map((line) => `  ${line}\n`).join('')}});
`;
}

/** Each early enough for clients to find the app again before the next one. */
function faultsOf(subject: Answers['subject']): string[] {
  const hasServer = 'store' in subject && storeFacts(subject.store).server !== undefined;
  return ['app-restart@3s', 'app-crash@6s', ...(hasServer ? ['server-restart@9s'] : [])];
}

const quoted = (text: string) => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
