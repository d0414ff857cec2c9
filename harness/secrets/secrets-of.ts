import type { Subject } from '../model/plan.ts';
import { partsOfLine } from './parts-of-line.ts';
import { SECRET_NAME } from './secret-name.ts';

/** Options of a letter by which clients and servers are told a password, such as those of redis and mysql. */
const SECRET_LETTER = /^-[ap]$/i;

/**
 * What a subject is given that nobody else is to read: the secrets of its cookies, the variables that are passed on to
 * it, and of its own server the environment, the password of its address, and what options and parameters with such
 * names announce; each as it is, and as JSON and addresses write it.
 */
export function secretsOf({ secrets = [], env = [], own, command }: Subject, from = process.env): string[] {
  const passedOn = env.flatMap(({ name }) => from[name] ?? []);
  const { args = [], env: serverEnv = {}, url = '' } = own?.server ?? {};
  const user = /^[a-z][\w+.-]*:\/\/(.*)@/is.exec(url)?.[1] ?? '';
  const password = user.slice(user.indexOf(':') + 1);
  const announced = args.flatMap((text, index) => {
    const [option = '', ...value] = text.split('=');
    if (text.startsWith('-') && value.length > 0) return SECRET_NAME.test(option) ? value.join('=') : [];
    const before = args[index - 1] ?? '';
    return SECRET_NAME.test(before) || SECRET_LETTER.test(before) ? text : [];
  });
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  const parameters = [...new URLSearchParams(query)].flatMap(([name, value]) =>
    SECRET_NAME.test(name) ? value : [],
  );
  const inLine = partsOfLine(command?.line ?? '').flatMap(({ text, secret }) =>
    secret ? text.replaceAll(/^["']|["']$/g, '') : [],
  );
  const given = [
    ...inLine,
    ...secrets,
    ...passedOn,
    ...Object.values(serverEnv),
    password,
    ...announced,
    ...parameters,
  ];
  const all = given.flatMap((text) => [text, decoded(text)]);
  return [...new Set(all.flatMap((text) => [text, ...written(text)]))].filter(
    (text) => text !== '' && !/\{(port|folder)\}/.test(text),
  );
}

/** The same text in JSON, and in an address. */
const written = (text: string) => [
  JSON.stringify(text).slice(1, -1),
  encodeURIComponent(text.toWellFormed()),
];

/** The names of the user's variables that a subject is given. */
export const namesOf = ({ env = [] }: Subject): string[] => env.map(({ name }) => name);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
