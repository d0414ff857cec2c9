import { HoldfastError, usageError } from '../errors.ts';
import { FAULT_KINDS, FAULTS, isOfWire } from '../model/faults.ts';
import type { OwnProject } from '../model/own-project.ts';
import type { Experiment } from '../model/plan.ts';
import { allowedBy } from '../platform/target/project/allowed.ts';
import { betweenOf } from '../platform/target/project/between.ts';
import { dockerHost } from '../platform/target/project/endpoint.ts';
import { containersOf, findProject, type Found } from '../platform/target/project/find.ts';
import { assertLeadsTo } from '../platform/target/project/leads-to.ts';
import { addressesOf, assertFixed } from '../platform/target/project/published.ts';
import { assertOnThisMachine } from '../platform/target/project/put-between.ts';
import { bringBack, tryWire } from '../platform/target/project/start.ts';
import { assertThere, parseWires } from '../platform/target/project/told-of.ts';
import { say } from './output.ts';
import type { PodsOptions } from './pods-flags.ts';
import type { ProjectOptions } from './project-flags.ts';
import type { Options } from './run-flags.ts';
import { seenSettings } from './run-target.ts';
import type { Chosen } from './run-subject.ts';

type Wanted = ProjectOptions & Pick<Options, 'target' | 'ca' | 'workload'>;

/** What is to be done to a project. */
export interface Breaking {
  /** Anything of it is broken. */
  isBroken: boolean;
  /** Whether faults of the wire are asked for, or are had where they can be. */
  wire: 'asked' | 'possible' | 'no';
}

/** An app that is up in a compose project, seen from outside like any other; faults break the project's containers. */
export async function ofProject(
  options: Wanted,
  { isBroken, wire }: Breaking,
  signal: AbortSignal,
): Promise<Chosen> {
  const { composeProject = '', composeApp: app, composeServer: server, target, ca, workload } = options;
  const host = await dockerHost(signal);
  const found = await findProject({ project: composeProject, app, server }, signal);
  const targets = target ?? addressesOf(found.apps, host);
  if (isBroken) assertFixed(targets, found.apps, host);
  const seen = await seenSettings(targets, { ca, workload, signal, isBroken: true });
  if (target !== undefined) await assertLeadsTo(targets, { apps: found.apps, dockerHost: host, signal });
  const all = found.server === undefined ? found.apps : [...found.apps, found.server];
  const allowed = isBroken ? { allowedBy: allowedBy(found.name, all, options.yesBreakIt === true) } : {};
  const { name, services } = found;
  const parts = found.apps.map((_, index) => `app-${index + 1}`).join(', ');
  say(
    `project ${name}: ${parts} of ${services.app.join(', ')}${server === undefined ? '' : `, and ${server}`}`,
  );
  const wires = await wiresOf(options, found, { host, wire, signal });
  return {
    ...seen,
    instances: Math.max(seen.instances ?? 1, found.apps.length),
    project: { name, ...services, ...wires, ...allowed },
  };
}

/**
 * What the plan says of the way to the server. Rejects with a usage error where faults of it are asked for and nothing
 * can stand there; says what will, as it changes what is up.
 */
async function wiresOf(
  { composeWires }: Wanted,
  found: Found,
  { host, wire, signal }: { host: string; wire: Breaking['wire']; signal: AbortSignal },
): Promise<Pick<OwnProject, 'wires'>> {
  if (composeWires !== undefined) {
    const wires = parseWires(composeWires);
    await assertThere(wires);
    return { wires };
  }
  const { name, services, server } = found;
  if (wire !== 'asked' || server === undefined) return {};
  assertOnThisMachine(host);
  const isBack = await bringBack(name, signal);
  if (isBack) say('a run that was killed had left its toxiproxy there: taken away');
  const now = isBack ? await containersOf({ name, ...services }, signal) : found;
  const { service, ports } = betweenOf({ ...now, server: now.server ?? server });
  const restarted = services.app.join(' and ');
  say(
    `a toxiproxy takes the name ${service} (port ${ports.join(', ')}) while faults are at hand; ${restarted} is started anew for that, before the load`,
  );
  return {};
}

/**
 * Whether faults of the wire of a project would be what clients meet: tried out on it, which starts its app anew. Says
 * why where they would not.
 */
export async function canBreakWire({ project, targets = [] }: Chosen, signal: AbortSignal): Promise<boolean> {
  if (project === undefined || (project.server === undefined && project.wires === undefined)) return false;
  say(`trying out the way from the app to ${project.server ?? 'its server'}: the app is started anew`);
  try {
    await tryWire(project, targets, signal);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof HoldfastError)) throw error;
    say(`without faults of the wire: ${error.message}. For them: ${error.next ?? 'see the log of the app'}`);
    return false;
  }
}

/** What the schedule of a run does to a project. */
export const breakingOf = (faults: string | undefined): Breaking => ({
  isBroken: faults !== undefined,
  wire: FAULT_KINDS.some((kind) => isOfWire(kind) && faults?.includes(kind)) ? 'asked' : 'no',
});

/** Throws a usage error for what is said of a project where none is named, and for pages of an app in one. */
export function assertProjectNamed(options: ProjectOptions & PodsOptions & Pick<Options, 'scenario'>): void {
  if (options.composeProject !== undefined) {
    if (options.scenario === undefined) return;
    throw usageError('a compose project is tried by the probe, and --scenario is for apps without one', {
      next: '--target with --scenario, without faults; or --command',
    });
  }
  const said = {
    'compose-app': options.composeApp,
    'compose-server': options.composeServer,
    'compose-wires': options.composeWires,
    'yes-break-it': options.kubernetesApp === undefined ? options.yesBreakIt : undefined,
  };
  const [flag] = Object.entries(said).find(([, value]) => value !== undefined) ?? [];
  if (flag !== undefined)
    throw usageError(`--${flag} is about a compose project, and none is named`, {
      next: '--compose-project, with the path of its file or its name',
    });
}

/** Throws a usage error for faults that nothing of the project can be broken by. */
export function assertBreakable({
  faults,
  subject: { project },
}: Pick<Experiment, 'faults' | 'subject'>): void {
  if (project === undefined || project.server !== undefined) return;
  for (const { kind } of faults) {
    const { site } = FAULTS[kind];
    const of = 'and nobody has said which service that is';
    if (isOfWire(kind) && project.wires === undefined)
      throw usageError(`${kind} breaks the way from the app to the server of its store, ${of}`, {
        next: '--compose-server, with the name of the service; or --compose-wires, if a toxiproxy is between the two',
      });
    if (site === 'server')
      throw usageError(`${kind} breaks the server of the app's store, ${of}`, {
        next: '--compose-server, with the name of the service',
      });
  }
}
