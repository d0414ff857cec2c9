import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireLock } from '../../../bin/lock.mjs';
import { BALANCER_PORTS } from '../../../protocol/stores.ts';
import { MOST_STACK_INSTANCES } from '../../../protocol/stack.ts';
import { serverService } from '../../stores/stack.ts';
import { messageOf, unavailable } from '../../errors.ts';
import type { Plan } from '../../model/plan.ts';
import type { OpenContext } from '../open.ts';
import type { Platform } from '../platform.ts';
import { restoring } from './before.ts';
import { claimPorts } from './claim-ports.ts';
import { docker, lastCommand, removing, REPOSITORY } from './command.ts';
import { bringBack, leaveNote, noteFile } from './note.ts';
import { assertOurs } from './ours.ts';
import { balancerOf, Project } from './project.ts';
import { startComposeSubject } from './subject.ts';
import { telemetry } from './telemetry.ts';
import { restoreAll } from './wires.ts';

/** Making the stack again what it was takes this long at most; it also happens when the run was interrupted. */
const RESTORE_LIMIT_MS = 120_000;
const LEFT =
  'Its containers are left as they are: the next run on it brings it back, or docker compose --profile "*" down --volumes takes it down';

export interface ComposeOptions extends Omit<OpenContext, 'tools'> {
  report: (line: string) => void;
}

/**
 * Subjects as containers of the stack of docker-compose.yml, which is brought up as far as the plan needs it and
 * left as it was found. Rejects with `unavailable` and the next step if Docker or the stack does not do its part.
 */
export async function openComposePlatform(options: ComposeOptions): Promise<Platform & AsyncDisposable> {
  const { plan, reaper, signal, report } = options;
  assertInStack(plan);
  const project = await Project.open(signal);
  await using stack = new AsyncDisposableStack();
  stack.defer(await alone(project, options));
  const idsNow = async () => [...(await project.containers()).values()].map(({ Id }) => Id);
  const file = noteFile(project.name);
  await bringBack(file, { ids: idsNow, run: (command) => docker(command, signal), report });
  const before = await project.containers();
  assertOurs(project, before);
  const subjects = plan.experiments.map(({ subject }) => subject);
  const stores = [...new Set(subjects.map(({ store }) => store))];
  const services = [
    ...subjects.flatMap(({ store, instances }) => project.instancesOf(store).slice(0, instances)),
    ...stores.map(balancerOf),
    'wires',
    'exporter',
  ];
  assertServices(project, services);
  stack.defer(await claimPorts({ project, containers: before, services }, options));
  const isVisited = (await project.visitors()).length > 0;
  const { services: known, volumesOf } = project;
  const back = restoring({ containers: before, services: known, volumesOf, isVisited });
  // From here on whatever ends the run ends with the stack as it was, the death of the harness included.
  const found = [...before.values()].map(({ Id }) => Id);
  const note = leaveNote(file, { found, back });
  /** Whether an experiment has ended by what Docker did, so that no verdict hides it. */
  let isBroken = false;
  reaper.atEnd([...back.map(lastCommand), removing(file)]);
  stack.defer(async () => {
    report(before.size === 0 ? 'taking the stack down' : 'leaving the stack as it was found');
    const limit = AbortSignal.timeout(RESTORE_LIMIT_MS);
    try {
      for (const command of back) await docker(command, limit);
      note.remove();
    } catch (error) {
      if (!isBroken) throw error;
      // The run comes to its verdict all the same, which is unknown.
      report(`the stack could not be brought back (${messageOf(error)}). ${LEFT}`);
    }
    reaper.atEnd([]);
  });
  report(before.size === 0 ? 'bringing up what the run needs of the stack' : 'using the stack that is up');
  await project.build('exporter', ...stores.flatMap((store) => project.instancesOf(store).slice(0, 1)));
  if (stores.some((store) => serverService(store) !== undefined)) {
    await project.run(['up', '--detach', '--no-deps', 'wires', 'exporter']);
    await restoreAll(project, signal);
    note.sawAll(await idsNow());
  }
  const shown = { prometheus: before.get('prometheus'), grafana: before.get('grafana') };
  const reporting = telemetry(shown, { run: plan.name, report });
  const owned = stack.move();
  return {
    start: async (context) => {
      const onDeath = (what: string) => {
        isBroken = true;
        context.onDeath(what);
      };
      try {
        const subject = await startComposeSubject({ ...context, onDeath, project, reaper });
        note.sawAll(await idsNow());
        return subject;
      } catch (error) {
        isBroken = true;
        throw error;
      }
    },
    ...reporting,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What a plan asks of the stack it has, whichever command made the plan. */
export function assertInStack({ experiments }: Pick<Plan, 'experiments'>): void {
  for (const { id, subject } of experiments) {
    if (!(subject.store in BALANCER_PORTS)) {
      throw unavailable(`the stack of docker-compose.yml has no app on ${subject.store}`, {
        next: `one of ${Object.keys(BALANCER_PORTS).join(', ')}, or leave out --platform compose`,
      });
    }
    if (subject.instances <= MOST_STACK_INSTANCES) continue;
    throw unavailable(
      `${id} is to have ${subject.instances} instances of the app, and the stack has ${MOST_STACK_INSTANCES} at most`,
      { next: 'leave out --platform compose, or the experiment' },
    );
  }
}

/** COMPOSE_FILE may be there for another project, or name files that leave some of this one out. */
function assertServices({ services }: Pick<Project, 'services'>, needed: readonly string[]): void {
  const missing = needed.filter((service) => !services.includes(service));
  if (missing.length === 0) return;
  throw unavailable(`the project that docker compose reads here has no service ${missing.join(', ')}`, {
    next: `see docker compose config --services; COMPOSE_FILE, if it is set (also in ${REPOSITORY}.env), is to name docker-compose.yml first`,
  });
}

/** Two runs on one stack would break each other's subjects: the second waits. */
function alone({ name }: Project, { signal, report }: ComposeOptions): Promise<() => void> {
  return acquireLock(join(tmpdir(), `holdfast-stack-${name}.lock`), {
    signal,
    onWait: () => report('another run is using the stack; waiting for its end'),
  });
}
