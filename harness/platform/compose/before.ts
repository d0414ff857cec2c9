import { compose, type DockerCommand } from './command.ts';
import { filesOf } from './files.ts';
import { portsOf } from './ports.ts';
import { serviceOf, type Container } from './containers.ts';

/** Settings of a container that docker-compose.yml takes from variables of the same names. */
const SETTING = /^(HOLDFAST_\w+)=(.*)$/s;
/** A service that is an instance of an app, and which one. */
const INSTANCE = /^app-.+-(\d+)$/;
/** Those that have another name in the container; the variables must not take the ones of the shell. */
const RENAMED = /^(NODE_ENV|NODE_OPTIONS)=(.*)$/s;
/** What docker-compose.yml gives each service by itself. */
const FIXED: ReadonlySet<string> = new Set(['HOLDFAST_STORE', 'HOLDFAST_INSTANCE', 'HOLDFAST_STORE_URL']);

/** What there was of the stack before a run, and what it can consist of. */
export interface Before {
  containers: ReadonlyMap<string, Container>;
  services: readonly string[];
  volumesOf: (service: string) => readonly string[];
  /** Whether containers of `docker compose run` are there: they are at work, and nobody's but the user's. */
  isVisited: boolean;
}

/**
 * The commands that leave the stack as it was found: what ran runs again with the settings and at the ports that it had, what was
 * not there is gone, and where there was nothing, nothing is left, volumes and networks included. Sessions that the
 * stores held are not brought back.
 */
export function restoring({ containers, services, volumesOf, isVisited }: Before): DockerCommand[] {
  if (containers.size === 0 && !isVisited)
    return [compose(['down', '--volumes', '--remove-orphans', '--timeout', '2'])];
  const found = [...containers.values()];
  const running = found.filter(({ State }) => State.Running);
  const stopped = found.filter(({ State }) => !State.Running);
  const absent = services.filter((service) => !containers.has(service));
  const kept = new Set([...containers.keys()].flatMap(volumesOf));
  const volumes = [...new Set(absent.flatMap(volumesOf))].filter((volume) => !kept.has(volume));
  const ports = Object.assign({}, ...found.map((each) => portsOf(serviceOf(each), each))) as Record<
    string,
    string
  >;
  const instances = mostInstances(running);
  const groups = Map.groupBy(running, (container) =>
    JSON.stringify({ ...settingsOf(container), ...filesOf(container) }),
  );
  const halted = Map.groupBy(stopped, (container) => JSON.stringify(filesOf(container)));
  return [
    ...(absent.length > 0 ? [compose(['rm', '--stop', '--force', ...absent])] : []),
    ...(volumes.length > 0 ? [{ args: ['volume', 'rm', '--force', ...volumes] }] : []),
    ...[...halted].map(([files, same]) =>
      compose(['stop', '--timeout', '2', ...same.map(serviceOf)], asEnvironment(files)),
    ),
    // Containers whose settings are still those are left alone.
    ...[...groups].map(([settings, same]) =>
      compose(['up', '--detach', '--no-deps', ...same.map(serviceOf)], {
        ...ports,
        ...instances,
        ...asEnvironment(settings),
      }),
    ),
  ];
}

/** Of fewer instances compose would make none of the last ones. A balancer has the number that it had itself. */
function mostInstances(running: readonly Container[]): Record<string, string> {
  const numbers = running.flatMap(
    (container) => INSTANCE.exec(serviceOf(container))?.slice(1).map(Number) ?? [],
  );
  return numbers.length === 0 ? {} : { HOLDFAST_INSTANCES: String(Math.max(...numbers)) };
}

const asEnvironment = (text: string) => JSON.parse(text) as Record<string, string>;

/** The variables with which docker-compose.yml makes a container like this one. */
function settingsOf({ Config, HostConfig }: Container): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const line of Config.Env) {
    const [, name = '', value = ''] = SETTING.exec(line) ?? [];
    if (name !== '' && !FIXED.has(name)) settings[name] = value;
    const [, renamed, given = ''] = RENAMED.exec(line) ?? [];
    if (renamed !== undefined) settings[`HOLDFAST_${renamed}`] = given;
  }
  if (HostConfig.Memory > 0) settings['HOLDFAST_APP_MEMORY'] = String(HostConfig.Memory);
  return settings;
}
