import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { unavailable, usageError } from '../../../errors.ts';
import type { OwnProject } from '../../../model/own-project.ts';
import { knownName, unknownName } from '../../../plan/names.ts';
import { docker } from '../../compose/command.ts';
import { labelled, serviceOf, type Container } from '../../compose/containers.ts';
import { portsOf } from './published.ts';

const configSchema = z.object({ name: z.string() });
const PROJECT = 'com.docker.compose.project';
const NUMBER = 'com.docker.compose.container-number';

/** What a user says of the project. */
export interface Wanted {
  /** The path of its compose file, or its name. */
  project: string;
  app?: readonly string[] | undefined;
  server?: string | undefined;
}

/** The containers of a project that are its app and its store's server, and run. */
export interface Held {
  apps: Container[];
  server?: Container;
  /** Whatever the project has, running or not. */
  all: readonly Container[];
}

export interface Found extends Held {
  name: string;
  services: Pick<OwnProject, 'app' | 'server'>;
}

/**
 * Finds a compose project that is up, and what in it is the app and the store's server. Where the user does not say
 * which service is the app, it is the only one that publishes a port. Rejects with one message where the project is
 * not up, a service is mistyped or does not run, and where it cannot be told which is the app.
 */
export async function findProject(wanted: Wanted, signal: AbortSignal): Promise<Found> {
  const name = await nameOf(wanted.project, signal);
  const containers = await labelled([`${PROJECT}=${name}`, 'com.docker.compose.oneoff=False'], signal);
  if (containers.length === 0) throw await notUp(name, wanted.project, signal);
  const services = [...new Set(containers.map(serviceOf))].toSorted();
  const known = (what: string, service: string) =>
    knownName(`${what} of the project ${name}`, service, services);
  const server = wanted.server === undefined ? undefined : known('service', wanted.server);
  const app = wanted.app?.map((service) => known('service', service)) ?? [
    onlyPublished(
      name,
      containers.filter((container) => serviceOf(container) !== server),
    ),
  ];
  if (server !== undefined && app.includes(server))
    throw usageError(`${server} is named as the app and as its store's server`, {
      next: 'name two services with --compose-app and --compose-server',
    });
  const meant = { app, ...(server === undefined ? {} : { server }) };
  return { name, services: meant, ...running({ name, ...meant }, containers) };
}

/** The containers that a plan means, as they are now. Rejects where one of them does not run. */
export async function containersOf(project: OwnProject, signal: AbortSignal): Promise<Held> {
  const labels = [`${PROJECT}=${project.name}`, 'com.docker.compose.oneoff=False'];
  return running(project, await labelled(labels, signal));
}

/** `compose config` knows how a project is called: by its file, its folder or COMPOSE_PROJECT_NAME. */
async function nameOf(given: string, signal: AbortSignal): Promise<string> {
  const isPath = /[/\\]|\.ya?ml$/.test(given) || existsSync(given);
  if (!isPath) return given;
  const file = resolve(given);
  if (!existsSync(file))
    throw usageError(`there is no compose file ${given}`, {
      next: 'the path of one, or the name of a project that is up',
    });
  const args = ['compose', '--file', file, 'config', '--format', 'json'];
  return configSchema.parse(JSON.parse(await docker({ args }, signal))).name;
}

async function notUp(name: string, given: string, signal: AbortSignal) {
  const format = `{{.Label "${PROJECT}"}}`;
  const all = (
    await docker({ args: ['ps', '--all', '--format', format, '--filter', `label=${PROJECT}`] }, signal)
  )
    .split('\n')
    .filter(Boolean);
  const others = [...new Set(all)].toSorted();
  if (given === name && others.length > 0) return unknownName('compose project that is up', name, others);
  const file = given === name ? '' : ` --file ${given}`;
  return unavailable(`the compose project ${name} is not up: it has no container`, {
    next: `docker compose${file} up --detach --wait${others.length === 0 ? '' : `; up are ${others.join(', ')}`}`,
  });
}

function onlyPublished(name: string, containers: readonly Container[]): string {
  const published = [
    ...new Set(containers.filter((each) => portsOf(each).length > 0).map(serviceOf)),
  ].toSorted();
  const [only, ...more] = published;
  if (only === undefined)
    throw usageError(
      `no service of the project ${name} publishes a port by which clients could reach the app`,
      {
        next: "publish it on this machine (ports: ['127.0.0.1:3000:3000']), or name the service with --compose-app and the way to it with --target",
      },
    );
  if (more.length > 0)
    throw usageError(
      `it is not plain which service of the project ${name} is the app: ${published.join(', ')} publish ports`,
      {
        next: `--compose-app ${only}, or another of them`,
      },
    );
  return only;
}

function running(
  { name, app, server }: Pick<OwnProject, 'name' | 'app' | 'server'>,
  containers: readonly Container[],
): Held {
  const of = (service: string): [Container, ...Container[]] => {
    const all = containers.filter((container) => serviceOf(container) === service);
    const [first, ...others] = all
      .filter(({ State }) => State.Running && !State.Paused)
      .toSorted((one, other) => numberOf(one) - numberOf(other));
    if (first !== undefined) return [first, ...others];
    const seen = all.some(({ State }) => State.Paused) ? 'is paused' : 'does not run';
    throw unavailable(`the service ${service} of the project ${name} ${seen}`, {
      next: `docker compose --project-name ${name} up --detach --wait ${service}`,
    });
  };
  return {
    apps: app.flatMap(of),
    ...(server === undefined ? {} : { server: of(server)[0] }),
    all: containers,
  };
}

const numberOf = ({ Config }: Container) => Number(Config.Labels[NUMBER] ?? 0);
