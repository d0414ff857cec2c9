import type { Subject } from '../model/plan.ts';

const TELLING = /pass|pwd|secret|token|key|auth|credential/i;

/**
 * What a subject is given that nobody else is to read: the secrets of its cookies, the variables that are passed on to
 * it, and of its own server the environment, the password of its address, and arguments that options with such names
 * announce.
 */
export function secretsOf({ secrets = [], env = [], own }: Subject, from = process.env): string[] {
  const passedOn = env.flatMap(({ name }) => from[name] ?? []);
  const { args = [], env: serverEnv = {}, url = '' } = own?.server ?? {};
  const user = /^[a-z][\w+.-]*:\/\/(.*)@/is.exec(url)?.[1] ?? '';
  const password = user.slice(user.indexOf(':') + 1);
  const announced = args.flatMap((text, index) => {
    const [option = '', ...value] = text.split('=');
    if (text.startsWith('-') && value.length > 0) return TELLING.test(option) ? value.join('=') : [];
    return TELLING.test(args[index - 1] ?? '') ? text : [];
  });
  const all = [...secrets, ...passedOn, ...Object.values(serverEnv), password, ...announced];
  return [...all, ...all.map(decoded)].filter((text) => text !== '' && !/\{(port|folder)\}/.test(text));
}

/** The names of the user's variables that a subject is given. */
export const namesOf = ({ env = [] }: Subject): string[] => env.map(({ name }) => name);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
