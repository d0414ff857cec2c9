import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireLock } from '../../../../bin/lock.mjs';
import type { OwnProject } from '../../../model/own-project.ts';
import { startReaper, type Reaper } from '../../../process/reaper.ts';
import { docker, lastCommand, type DockerCommand } from '../../compose/command.ts';
import { containerOf, type Container } from '../../compose/containers.ts';
import type { ContainerPart } from '../../compose/part.ts';
import { watchUnplannedFailures } from '../../compose/unplanned-failures.ts';
import type { StartContext } from '../../platform.ts';
import type { StartedSubject } from '../../subject.ts';
import { watchTargets } from '../watch.ts';
import { allowedBy } from './allowed.ts';
import { betweenOf, puttingBack } from './between.ts';
import { dockerHost } from './endpoint.ts';
import { containersOf } from './find.ts';
import { keepLogs } from './keep-logs.ts';
import { isPublishedBy } from './leads-to.ts';
import { OwnApp, OwnServer } from './parts.ts';
import { addressOf, leadsTo, portsOf } from './published.ts';
import { assertOnThisMachine, isLeft, standsAs, takeAwayLeft } from './put-between.ts';
import { makingWhole } from './told-of.ts';
import { holdWire, stepAside } from './wires.ts';

/** Bringing everything up again takes this long at most; it also happens when the run was interrupted. */
const RESTORE_LIMIT_MS = 60_000;

export interface ProjectContext extends Pick<
  StartContext,
  'logFolder' | 'signal' | 'onUnplanned' | 'onDeath'
> {
  project: OwnProject;
  targets: readonly string[];
  /** Clients will say that they come by HTTPS. */
  asProxy: boolean;
  /** There are faults of the wire. */
  needsWire: boolean;
  reaper: Reaper;
}

/** What faults can be aimed at in a project of the user's, and which of the addresses are its containers' own. */
export interface HeldProject extends Pick<StartedSubject, 'instances' | 'server' | 'wires'>, AsyncDisposable {
  published: readonly string[];
}

/**
 * Takes hold of the containers of a compose project that is up: of those that the plan names and that may be broken, and
 * of no others. For faults of the wire a toxiproxy takes the server's place, if the project has none. Disposing of it,
 * and the reaper where the harness is killed, has each run again that ran before, at its own place.
 */
export async function holdProject(context: ProjectContext): Promise<HeldProject> {
  const { project, targets, asProxy, needsWire, logFolder, reaper, signal, onUnplanned, onDeath } = context;
  await using stack = new AsyncDisposableStack();
  stack.defer(await alone(project.name, signal));
  await takeAwayLeft(project.name, signal);
  const found = await containersOf(project, signal);
  const { apps, server } = found;
  const all = server === undefined ? apps : [...apps, server];
  allowedBy(project.name, all, project.allowedBy === 'flag');
  const host = await dockerHost(signal);
  if (needsWire && project.wires === undefined) assertOnThisMachine(host);
  const between =
    needsWire && project.wires === undefined && server !== undefined
      ? betweenOf({ apps, server, all: found.all })
      : undefined;
  reaper.atEnd([
    ...all.flatMap(awakening).map(lastCommand),
    ...(between === undefined ? [] : puttingBack(between, standsAs(project.name)).map(lastCommand)),
    ...(needsWire && project.wires !== undefined ? [makingWhole(project.wires)] : []),
  ]);
  stack.defer(() => reaper.atEnd([]));
  const [target = ''] = targets;
  const look = { target, asProxy, signal };
  if (between !== undefined)
    stack.defer(() =>
      stepAside(project.name, between, {
        apps,
        look: { ...look, signal: AbortSignal.timeout(RESTORE_LIMIT_MS) },
      }),
    );
  stack.defer(() => restore(all));
  const instances = apps.map((container, index) => {
    const ports = portsOf(container, host);
    const only =
      ports.length === 1 ? ports[0] : ports.find((port) => targets.some((each) => leadsTo(each, port)));
    const url = only && addressOf(only);
    return new OwnApp({ container, name: `app-${index + 1}`, url, signal });
  });
  const ownServer = server === undefined ? undefined : new OwnServer(server, look);
  const parts: ContainerPart[] = ownServer === undefined ? instances : [...instances, ownServer];
  for (const part of parts) await part.untilReady();
  const printing = apps.map((container, index) => ({ container, name: `app-${index + 1}` }));
  stack.use(keepLogs(printing, { logFolder, reaper }));
  const held = needsWire ? await holdWire({ project, between, instances, look }) : undefined;
  if (held !== undefined)
    stack.use(watchTargets([held.api], () => onDeath(`the toxiproxy at ${held.api} is gone`)));
  const isBroughtBack = (part: ContainerPart) => all.some((each) => each.Id === part.id && restarts(each));
  stack.use(
    watchUnplannedFailures({
      projectName: project.name,
      restarting: parts.filter(isBroughtBack),
      lasting: parts.filter((part) => !isBroughtBack(part)),
      reaper,
      onUnplanned,
      onDeath,
    }),
  );
  const owned = stack.move();
  return {
    instances,
    server: ownServer,
    wires: held === undefined ? [] : [held.wire],
    published: targets.filter((each) => isPublishedBy(each, apps, host)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const restarts = ({ HostConfig }: Container) => !['', 'no'].includes(HostConfig.RestartPolicy?.Name ?? '');

/** Two runs on one project would take each other's faults for their own: the second waits. */
const alone = (name: string, signal: AbortSignal): Promise<() => void> =>
  acquireLock(join(tmpdir(), `holdfast-project-${name}.lock`), { signal });

/** Puts the wire of a project in once, tries it out and takes it away. Rejects where faults of it would show nothing. */
export async function tryWire(
  project: OwnProject,
  targets: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await using reaper = startReaper();
  const watching = { onUnplanned: () => {}, onDeath: () => {} };
  await using folder = await mkdtempDisposable(join(tmpdir(), 'holdfast-wire-'));
  const context = { ...watching, project, targets, asProxy: false, needsWire: true, reaper, signal };
  await using _ = await holdProject({ ...context, logFolder: folder.path });
}

/** Where nobody is at work on the project, brings back what a run that was killed has left. True: there was something. */
export async function bringBack(name: string, signal: AbortSignal): Promise<boolean> {
  if (!(await isLeft(name, signal))) return false;
  await using stack = new AsyncDisposableStack();
  stack.defer(await alone(name, signal));
  return await takeAwayLeft(name, signal);
}

/** What has a container go on that was paused or ended; each does nothing where there is nothing to do. */
const awakening = ({ Id }: Container): DockerCommand[] => [
  { args: ['unpause', Id] },
  { args: ['start', Id] },
];

async function restore(containers: readonly Container[]): Promise<void> {
  const limit = AbortSignal.timeout(RESTORE_LIMIT_MS);
  for (const { Id } of containers) {
    const { State } = await containerOf(Id, limit);
    if (State.Paused) await docker({ args: ['unpause', Id] }, limit);
    else if (!State.Running) await docker({ args: ['start', Id] }, limit);
  }
}
