import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireLock } from '../../../../bin/lock.mjs';
import type { OwnProject } from '../../../model/own-project.ts';
import type { Reaper } from '../../../process/reaper.ts';
import { docker, lastCommand, type DockerCommand } from '../../compose/command.ts';
import { containerOf, type Container } from '../../compose/containers.ts';
import type { ContainerPart } from '../../compose/part.ts';
import { watchUnplannedFailures } from '../../compose/unplanned-failures.ts';
import type { StartContext } from '../../platform.ts';
import type { StartedSubject } from '../../subject.ts';
import { allowedBy } from './allowed.ts';
import { dockerHost } from './endpoint.ts';
import { containersOf } from './find.ts';
import { isPublishedBy } from './leads-to.ts';
import { OwnApp, OwnServer } from './parts.ts';
import { addressOf, leadsTo, portsOf } from './published.ts';

/** Bringing everything up again takes this long at most; it also happens when the run was interrupted. */
const RESTORE_LIMIT_MS = 60_000;

export interface ProjectContext extends StartContext {
  project: OwnProject;
  targets: readonly string[];
  reaper: Reaper;
}

/** What faults can be aimed at in a project of the user's, and which of the addresses are its containers' own. */
export interface HeldProject extends Pick<StartedSubject, 'instances' | 'server'>, AsyncDisposable {
  published: readonly string[];
}

/**
 * Takes hold of the containers of a compose project that is up: of those that the plan names and that may be broken, and
 * of no others. Disposing of it, and the reaper where the harness is killed, has each run again that ran before.
 */
export async function holdProject(context: ProjectContext): Promise<HeldProject> {
  const { project, targets, experiment, reaper, signal, onUnplanned, onDeath } = context;
  await using stack = new AsyncDisposableStack();
  stack.defer(await alone(project, signal));
  const { apps, server } = await containersOf(project, signal);
  const all = server === undefined ? apps : [...apps, server];
  allowedBy(project.name, all, project.allowedBy === 'flag');
  reaper.atEnd(all.flatMap(awakening).map(lastCommand));
  stack.defer(async () => {
    await restore(all);
    reaper.atEnd([]);
  });
  const host = await dockerHost(signal);
  const instances = apps.map((container, index) => {
    const ports = portsOf(container, host);
    const only =
      ports.length === 1 ? ports[0] : ports.find((port) => targets.some((target) => leadsTo(target, port)));
    const url = only && addressOf(only);
    return new OwnApp({ container, name: `app-${index + 1}`, url, signal });
  });
  const [target = ''] = targets;
  const look = { target, asProxy: experiment.load.workload === 'proxied', signal };
  const ownServer = server === undefined ? undefined : new OwnServer(server, look);
  const parts: ContainerPart[] = ownServer === undefined ? instances : [...instances, ownServer];
  for (const part of parts) await part.untilReady();
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
    published: targets.filter((each) => isPublishedBy(each, apps, host)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const restarts = ({ HostConfig }: Container) => !['', 'no'].includes(HostConfig.RestartPolicy?.Name ?? '');

/** Two runs on one project would take each other's faults for their own: the second waits. */
const alone = ({ name }: OwnProject, signal: AbortSignal): Promise<() => void> =>
  acquireLock(join(tmpdir(), `holdfast-project-${name}.lock`), { signal });

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
