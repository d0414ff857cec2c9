import type { Command, Option } from 'commander';
import { fieldsOf, typesOf } from './fields.ts';

/** The commands that a config describes. */
export const CONFIGURED = ['run', 'suite', 'gate'] as const;

/** What a config may write out, where the flag names a file. */
const WRITTEN: Readonly<Record<string, string>> = { scenario: 'WrittenPages' };
const IMPORTS = "import type { WrittenPages } from '../pages/written.ts';\n\n";

/** The text of flags.ts: the flags of each command as types, with their help as documentation. */
export function flagTypes(program: Command): string {
  const types = CONFIGURED.map((name) => {
    const command = program.commands.find((each) => each.name() === name);
    if (command === undefined) throw new Error(`no command ${name}`);
    const help = command.createHelp();
    const fields = [...fieldsOf(command)].map(([field, option]) => {
      const said = help.optionDescription(option).replaceAll('*/', '* /');
      return `  /** ${said} */\n  ${field}?: ${[typeText(option), WRITTEN[field]].filter(Boolean).join(' | ')};\n`;
    });
    return `/** What the flags of \`holdfast ${name}\` say. */\nexport interface ${typeName(name)} {\n${fields.join('')}}\n`;
  });
  return `// Made from the flags by \`npm run docs:help\`.\n\n${IMPORTS}${types.join('\n')}`;
}

const typeName = (command: string) => `${command.charAt(0).toUpperCase()}${command.slice(1)}Flags`;

function typeText(option: Option): string {
  const text = option.argChoices?.map((choice) => `'${choice}'`).join(' | ') ?? 'string';
  return typesOf(option)
    .map((type) => (type === 'string' ? text : type === 'string[]' ? 'readonly string[]' : type))
    .join(' | ');
}
