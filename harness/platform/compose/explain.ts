import { unavailable, type HoldfastError } from '../../errors.ts';
import { takenBy } from './port-holder.ts';

export interface DockerFailure {
  args: readonly string[];
  /** What docker printed on standard error. */
  words: string;
  /** What it printed on standard output, where builds say what they do. */
  printed?: string;
  /** Of the system call that failed, such as ENOENT. */
  code: string | undefined;
}

/** What docker's own words mean for whoever reads them, and what to do: one line and the next step. */
export async function explained({ args, words, printed = '', code }: DockerFailure): Promise<HoldfastError> {
  if (code === 'ENOENT') {
    return unavailable('--platform compose needs Docker, and no docker command was found', {
      next: 'install Docker with the compose plugin, or leave out --platform compose',
    });
  }
  if (/cannot connect to the docker daemon|is the docker daemon running|error during connect/i.test(words)) {
    return unavailable(`no Docker daemon answers (${daemonIn(words)})`, {
      next: 'start Docker (sudo systemctl start docker, or Docker Desktop), or leave out --platform compose',
    });
  }
  if (/permission denied.*docker/i.test(words)) {
    return unavailable('this user may not talk to the Docker daemon', {
      next: 'sudo usermod -aG docker "$USER" and log in again, or leave out --platform compose',
    });
  }
  if (/unknown command: docker compose|is not a docker command|unknown shorthand flag/.test(words)) {
    return unavailable('this docker command has no compose plugin', {
      next: 'install docker-compose-plugin (compose 2.20 or later), or leave out --platform compose',
    });
  }
  if (/additional propert\S* '?include'?/i.test(words)) {
    return unavailable('this docker compose is too old to know include', {
      next: 'install docker-compose-plugin 2.20 or later, or leave out --platform compose',
    });
  }
  const port = /(?:Bind for|listen tcp4?|bind host port)\D+(?:[\d.]+):(\d+)/.exec(words)?.[1];
  if (port !== undefined && /already (?:allocated|in use)|address already/.test(words)) {
    return unavailable(await takenBy([Number(port)]), {
      next: `end that, or give the stack another port: docs/STACK.md tells the variables (HOLDFAST_*_PORT)`,
    });
  }
  if (args.includes('build') && /exit code: \d+|returned a non-zero code/.test(words)) {
    return unbuilt(`${printed}\n${words}`);
  }
  const image =
    /(?:pull access denied for|manifest for|failed to resolve reference|No such image:) "?([^\s",]+)/.exec(
      words,
    );
  if (image !== null || /pull|registry|TLS handshake|lookup .* no such host/.test(words)) {
    // Where the registry itself is out of reach, only the service is named.
    const service = /^ *(\S+) Error /m.exec(words)?.[1];
    const what = image?.[1] ?? (service === undefined ? undefined : `that of ${service}`);
    return unavailable(`an image cannot be pulled${what ? `: ${what}` : ''} (${lastLine(words)})`, {
      next: "see that this machine reaches its registry, or docker load the image; docker compose --profile '*' config --images names all of them",
    });
  }
  const unhealthy = /container (\S+) (?:is unhealthy|exited \((\d+)\))/.exec(words);
  if (unhealthy) {
    const [, container, exit] = unhealthy;
    const seen = exit === undefined ? 'did not get healthy' : `ended with code ${exit}`;
    return unavailable(`the container ${container} ${seen}`, { next: `docker logs ${container}` });
  }
  return unavailable(`docker ${briefly(args)} failed: ${lastLine(words)}`, { next: 'holdfast doctor' });
}

/** Docker ends with the step that failed: ` > [service stage 2/2] RUN ...:` and what that said, by seconds. */
function unbuilt(output: string): HoldfastError {
  const service = /^ > \[(\S+) /m.exec(output)?.[1] ?? '';
  const said = [...output.matchAll(/^\d+\.\d+ (.*\S)/gm)].at(-1)?.[1] ?? lastLine(output);
  return unavailable(`the image of ${service || 'the app'} cannot be built: ${said}`, {
    next: `docker compose --profile '*' build ${service}`.trim(),
  });
}

const daemonIn = (words: string) =>
  /(?:unix|tcp|npipe|ssh):\/\/\S+?(?=[.\s]*(?:Is the|$))/m.exec(words)?.[0] ?? 'no address';

const lastLine = (words: string) => words.trim().split('\n').at(-1)?.trim() ?? 'it said nothing';

/** Without what every call has. */
const briefly = (args: readonly string[]) =>
  args.filter((word, at) => !word.startsWith('--') && !args[at - 1]?.startsWith('--')).join(' ');
