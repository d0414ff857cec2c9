/** The stack that the tests of `npm run test:compose` share: where it answers, and the commands of a user. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The variables that docker-compose.yml and the files of the stores take the stack's ports from. */
export const PORT_VARIABLES: readonly string[] = globSync(['docker-compose.yml', 'infra/stack/*.yaml'], {
  cwd: ROOT,
})
  .flatMap((file) => [...readFileSync(ROOT + file, 'utf8').matchAll(/\{(HOLDFAST_\w+_PORT):-\d+\}/g)])
  .map(([, name = '']) => name);

/** Where a service is published, by the variable that the stack takes its port from. */
export function urlOf(name: string, byDefault: number): string {
  return `http://127.0.0.1:${process.env[`HOLDFAST_${name}_PORT`] ?? byDefault}`;
}

interface Options {
  signal: AbortSignal;
  env?: Readonly<Record<string, string>>;
}

/** `docker compose`, as a user calls it from the project's folder. Rejects with what it printed. */
export async function compose(words: readonly string[], { signal, env = {} }: Options): Promise<string> {
  const { stdout } = await execa('docker', ['compose', ...words], {
    cwd: ROOT,
    env,
    cancelSignal: signal,
    stdin: 'ignore',
  });
  return stdout;
}

/** The settings of a scenario, as k6 takes them. */
export function settings(of: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(of).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
}

/** What there is of a project: containers, networks and volumes, by name. */
export async function remains(project: string, signal: AbortSignal): Promise<string[]> {
  const filter = ['--filter', `label=com.docker.compose.project=${project}`];
  const lists = [
    ['ps', '--all', '--format', 'container {{.Names}}'],
    ['network', 'ls', '--format', 'network {{.Name}}'],
    ['volume', 'ls', '--format', 'volume {{.Name}}'],
  ].map(async (list) => {
    const { stdout } = await execa('docker', [...list, ...filter], { cancelSignal: signal });
    return stdout.split('\n').filter(Boolean);
  });
  return (await Promise.all(lists)).flat();
}

/** Removes the images that were built for a project; what they have in common stays as long as anybody has it. */
export async function removeImages(project: string, signal: AbortSignal): Promise<void> {
  const list = ['images', '--quiet', '--filter', `reference=${project}-app*`];
  const { stdout } = await execa('docker', list, { cancelSignal: signal });
  const images = [...new Set(stdout.split('\n').filter(Boolean))];
  if (images.length > 0)
    await execa('docker', ['image', 'rm', '--force', ...images], { cancelSignal: signal });
}
