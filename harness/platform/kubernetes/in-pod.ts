import type { Files, Preparing } from '../../../servers/lib/server.ts';
import { unavailable } from '../../errors.ts';
import { kubectl, placed, type Place } from './kubectl.ts';

/** A container that has a shell. */
export interface Container {
  place: Place;
  pod: string;
  container: string;
}

/** Runs a script by the sh of a container, with words as its `$1`, `$2`... Rejects where it fails. */
export function runIn(
  { place, pod, container }: Container,
  script: string,
  words: readonly string[],
  options: { signal: AbortSignal; input?: string; limitMs?: number },
): Promise<string> {
  const stdin = options.input === undefined ? [] : ['--stdin'];
  const args = [...placed(place), 'exec', ...stdin, pod, '--container', container, '--'];
  return kubectl([...args, 'sh', '-c', script, 'sh', ...words], options);
}

/** A word as sh takes it, whatever is in it. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** What a command takes to be started by sh in the place of that. */
export const startOf = ({
  command,
  args,
  env = {},
}: {
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
}): string => {
  const words = [...Object.entries(env).map(([name, value]) => `${name}=${value}`), command, ...args];
  return `exec env ${words.map(quoted).join(' ')}\n`;
};

const filesIn = (at: Container, signal: AbortSignal): Files => ({
  read: async (path) => {
    const text = await runIn(at, '[ -e "$1" ] || exit 0; echo; cat "$1"', [path], { signal });
    // A line of its own comes before what is in a file that is there.
    return text === '' ? undefined : text.slice(1);
  },
  write: async (path, text) => {
    await runIn(at, 'cat > "$1"', [path], { signal, input: text });
  },
  empty: async (folder) => {
    await runIn(at, '[ ! -d "$1" ] || find "$1" -mindepth 1 -delete', [folder], { signal });
  },
  real: (path) => runIn(at, 'readlink -f "$1"', [path], { signal }),
});

/** By which the folder of a server is made ready in its pod. */
export function preparingIn(at: Container, signal: AbortSignal): Preparing {
  const run: Preparing['run'] = async ({ command, args, env = {} }, { inputFile = '/dev/null', limitMs }) => {
    const words = [...Object.entries(env).map(([name, value]) => `${name}=${value}`), command, ...args];
    // How it ended comes first, and what it said after: what runs this may then tell its own failures apart.
    const script = 'input=$1; shift; said=$(env "$@" < "$input" 2>&1); echo $?; echo "$said"';
    const told = await runIn(at, script, [inputFile, ...words], { signal, limitMs });
    const [code = '', ...lines] = told.split('\n');
    const all = lines.join('\n');
    const failed = code !== '0';
    return { failed, stderr: failed ? all : '', all, shortMessage: failed ? `exit code ${code}` : '' };
  };
  return { run, files: filesIn(at, signal), unavailable };
}
