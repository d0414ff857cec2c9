import { usageError } from '../errors.ts';
import { FAULTS, isOfWire } from '../model/faults.ts';
import type { Experiment } from '../model/plan.ts';
import { allowedBy } from '../platform/target/project/allowed.ts';
import { dockerHost } from '../platform/target/project/endpoint.ts';
import { findProject } from '../platform/target/project/find.ts';
import { assertLeadsTo } from '../platform/target/project/leads-to.ts';
import { addressesOf, assertFixed } from '../platform/target/project/published.ts';
import { say } from './output.ts';
import type { Options } from './run-flags.ts';
import { seenSettings } from './run-target.ts';
import type { Chosen } from './run-subject.ts';

type Wanted = Pick<
  Options,
  'composeProject' | 'composeApp' | 'composeServer' | 'yesBreakIt' | 'target' | 'ca' | 'workload' | 'faults'
>;

/** An app that is up in a compose project, seen from outside like any other; faults break the project's containers. */
export async function ofProject(options: Wanted, signal: AbortSignal): Promise<Chosen> {
  const { composeProject = '', composeApp: app, composeServer: server, target, ca, workload } = options;
  const host = await dockerHost(signal);
  const found = await findProject({ project: composeProject, app, server }, signal);
  const targets = target ?? addressesOf(found.apps, host);
  if (options.faults !== undefined) assertFixed(targets, found.apps, host);
  const seen = await seenSettings(targets, { ca, workload, signal, project: found.name });
  if (target !== undefined) await assertLeadsTo(targets, { apps: found.apps, dockerHost: host, signal });
  const all = found.server === undefined ? found.apps : [...found.apps, found.server];
  const allowed =
    options.faults === undefined
      ? {}
      : { allowedBy: allowedBy(found.name, all, options.yesBreakIt === true) };
  const { name, services } = found;
  const parts = found.apps.map((_, index) => `app-${index + 1}`).join(', ');
  say(
    `project ${name}: ${parts} of ${services.app.join(', ')}${server === undefined ? '' : `, and ${server}`}`,
  );
  return {
    ...seen,
    instances: Math.max(seen.instances ?? 1, found.apps.length),
    project: { name, ...services, ...allowed },
  };
}

/** Throws a usage error for what is said of a project where none is named. */
export function assertProjectNamed(options: Wanted): void {
  if (options.composeProject !== undefined) return;
  const said = {
    'compose-app': options.composeApp,
    'compose-server': options.composeServer,
    'yes-break-it': options.yesBreakIt,
  };
  const [flag] = Object.entries(said).find(([, value]) => value !== undefined) ?? [];
  if (flag !== undefined)
    throw usageError(`--${flag} is about a compose project, and none is named`, {
      next: '--compose-project, with the path of its file or its name',
    });
}

/** Throws a usage error for faults that nothing of the project can be broken by. */
export function assertBreakable({ faults, subject: { project } }: Experiment): void {
  if (project === undefined) return;
  for (const { kind } of faults) {
    const { site } = FAULTS[kind];
    if (isOfWire(kind))
      throw usageError(
        `${kind} needs something between the app and its server, and Holdfast puts nothing into a project of yours`,
        {
          next: 'a fault of the app or of the server; or the store of your app with --subject, whose wires are broken',
        },
      );
    if (site === 'server' && project.server === undefined)
      throw usageError(
        `${kind} breaks the server of the app's store, and nobody has said which service that is`,
        {
          next: '--compose-server, with the name of the service',
        },
      );
  }
}
