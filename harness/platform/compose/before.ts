import { compose, type DockerCommand } from './command.ts';
import { portsOf } from './ports.ts';
import { serviceOf, type Container } from './project.ts';

/** Settings of a container that docker-compose.yml takes from variables of the same names. */
const SETTING = /^(HOLDFAST_\w+)=(.*)$/s;
/** In the container, NODE_ENV; the variable must not take the one of the shell. */
const ENVIRONMENT = /^NODE_ENV=(.*)$/s;
/** What docker-compose.yml gives each service by itself. */
const FIXED: ReadonlySet<string> = new Set(['HOLDFAST_STORE', 'HOLDFAST_INSTANCE', 'HOLDFAST_STORE_URL']);

/** What there was of the stack before a run, and what it can consist of. */
export interface Before {
  containers: ReadonlyMap<string, Container>;
  services: readonly string[];
  volumesOf: (service: string) => readonly string[];
}

/**
 * The commands that leave the stack as it was found: what ran runs again with the settings and at the ports that it had, what was
 * not there is gone, and where there was nothing, nothing is left, volumes and networks included. Sessions that the
 * stores held are not brought back.
 */
export function restoring({ containers, services, volumesOf }: Before): DockerCommand[] {
  if (containers.size === 0) return [compose(['down', '--volumes', '--remove-orphans', '--timeout', '2'])];
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
  const groups = Map.groupBy(running, (container) => JSON.stringify(settingsOf(container)));
  return [
    ...(absent.length > 0 ? [compose(['rm', '--stop', '--force', ...absent])] : []),
    ...(volumes.length > 0 ? [{ args: ['volume', 'rm', '--force', ...volumes] }] : []),
    ...(stopped.length > 0 ? [compose(['stop', '--timeout', '2', ...stopped.map(serviceOf)])] : []),
    // Containers whose settings are still those are left alone.
    ...[...groups].map(([settings, same]) =>
      compose(['up', '--detach', '--no-deps', ...same.map(serviceOf)], {
        ...ports,
        ...(JSON.parse(settings) as Record<string, string>),
      }),
    ),
  ];
}

/** The variables with which docker-compose.yml makes a container like this one. */
function settingsOf({ Config, HostConfig }: Container): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const line of Config.Env) {
    const [, name = '', value = ''] = SETTING.exec(line) ?? [];
    if (name !== '' && !FIXED.has(name)) settings[name] = value;
    const environment = ENVIRONMENT.exec(line)?.[1];
    if (environment !== undefined) settings['HOLDFAST_NODE_ENV'] = environment;
  }
  if (HostConfig.Memory > 0) settings['HOLDFAST_APP_MEMORY'] = String(HostConfig.Memory);
  return settings;
}
