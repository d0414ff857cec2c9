import pWaitFor from 'p-wait-for';
import { Toxiproxy } from 'toxiproxy-node-client';
import { messageOf, unavailable, usageError } from '../../../errors.ts';
import { TOXIPROXY_API_PORT as API_PORT, TOXIPROXY_IMAGE } from '../../../stores/toxiproxy.ts';
import { docker } from '../../compose/command.ts';
import { containerOf, labelled, type Container } from '../../compose/containers.ts';
import { answered } from '../../wires.ts';
import { betweenSchema, nameBehind, puttingBack, puttingIn, type Between } from './between.ts';
import { addressOf, portsOf } from './published.ts';

const READY_LIMIT_MS = 30_000;

/** On the container that stands between: the project that it is for, and where it stands. */
const FOR = 'holdfast.wires';
const WHERE = 'holdfast.wires.between';

/** What the container that stands in a project is called. */
export const standsAs = (project: string): string => `holdfast-wires-${project}`;

/** A toxiproxy that has taken a server's place. */
export interface Standing {
  api: string;
  /** Its proxies, one for each port. */
  proxies: readonly string[];
}

/** Throws a usage error where Docker is not on this machine: whoever reaches a toxiproxy can tell it anything. */
export function assertOnThisMachine(dockerHost: string): void {
  if (dockerHost === '127.0.0.1') return;
  throw usageError(
    `Holdfast puts nothing between an app and its server where Docker is on another machine (${dockerHost})`,
    { next: 'run it on that machine; or a toxiproxy of your own there, and --compose-wires' },
  );
}

/**
 * Starts a toxiproxy and gives it the server's names in the networks of the app. Whoever calls it has seen to it that
 * `takeAway` is called, whatever comes.
 */
export async function putBetween(project: string, between: Between, signal: AbortSignal): Promise<Standing> {
  const container = standsAs(project);
  const labels = { [FOR]: project, [WHERE]: JSON.stringify(between) };
  const marks = Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]);
  const where = ['--name', container, '--network', 'bridge', '--publish', `127.0.0.1::${API_PORT}`];
  const how = ['-host=0.0.0.0', `-port=${API_PORT}`];
  await docker({ args: ['run', '--detach', ...where, ...marks, TOXIPROXY_IMAGE, ...how] }, signal);
  const api = addressOf(publishedApi(await containerOf(container, signal)));
  const client = new Toxiproxy(api);
  await pWaitFor(() => client.getVersion().then(Boolean, () => false), {
    interval: 50,
    timeout: {
      milliseconds: READY_LIMIT_MS,
      message: unavailable(`toxiproxy did not answer at ${api} within ${READY_LIMIT_MS / 1000} s`, {
        next: `docker run --rm ${TOXIPROXY_IMAGE}`,
      }),
    },
    signal,
  });
  const proxies = between.ports.map((port) => `${between.service}-${port}`);
  for (const [index, name] of proxies.entries()) {
    const port = between.ports[index];
    const upstream = `${nameBehind(between)}:${port}`;
    await answered(client.createProxy({ name, listen: `:${port}`, upstream, enabled: true }));
  }
  for (const command of puttingIn(between, container)) await docker(command, signal);
  return { api, proxies };
}

function publishedApi(container: Container) {
  const port = portsOf(container).find(({ inside }) => inside === API_PORT);
  if (port === undefined) throw new Error(`docker published no port of ${container.Name}`);
  return port;
}

/** Gives the server its names again, and removes what stood in its place. Goes on where a step fails, and rejects then. */
export async function takeAway(project: string, between: Between, signal: AbortSignal): Promise<void> {
  const failed: unknown[] = [];
  for (const command of puttingBack(between, standsAs(project))) {
    const isLeaving = command.args[0] === 'kill' || command.args[1] === 'disconnect';
    // It may not have come to that.
    await docker(command, signal).catch((error: unknown) => isLeaving || failed.push(error));
  }
  const [first] = failed;
  if (first !== undefined)
    throw unavailable(`${between.service} could not be given its place again: ${messageOf(first)}`, {
      next: `docker compose --project-name ${project} up --detach --force-recreate ${between.service}`,
      cause: first,
    });
}

/** Whether something stands in the project: of a run that is at work, or of one that was killed. */
export const isLeft = async (project: string, signal: AbortSignal): Promise<boolean> =>
  (await labelled([`${FOR}=${project}`], signal)).length > 0;

/** Takes away what a run left that was killed together with its reaper. True: there was something. */
export async function takeAwayLeft(project: string, signal: AbortSignal): Promise<boolean> {
  const [left] = await labelled([`${FOR}=${project}`], signal);
  if (left === undefined) return false;
  const where = betweenSchema.safeParse(JSON.parse(left.Config.Labels[WHERE] ?? 'null'));
  const isThere = async ({ server }: Between) =>
    containerOf(server, signal).then(
      () => true,
      () => false,
    );
  if (where.success && (await isThere(where.data))) await takeAway(project, where.data, signal);
  else await docker({ args: ['rm', '--force', left.Id] }, signal);
  return true;
}
