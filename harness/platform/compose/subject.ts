import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Subject } from '../../model/plan.ts';
import { APP_SETTINGS, appEnvironment } from '../app-environment.ts';
import type { StartedSubject } from '../subject.ts';
import { AppContainer, untilBalanced } from './app.ts';
import { containedTime } from './app-process.ts';
import { keepLogs } from './logs.ts';
import { watchUnplannedFailures } from './unplanned-failures.ts';
import type { ComposeContext } from './context.ts';
import { balancerOf, PORTS, published, type Project } from './project.ts';
import { serverService } from '../../stores/stack.ts';
import { startServer } from './server.ts';
import { assertSettings } from './settings.ts';
import { shortcutTo } from './shortcut.ts';
import { wiresOf } from './wires.ts';

/**
 * The subject as containers of the stack: fresh ones of the app with the subject's settings, and a fresh one of the
 * store's server without data. Clients reach them through the balancer.
 */
export async function startComposeSubject(context: ComposeContext): Promise<StartedSubject> {
  const { experiment, project, logFolder, reaper, signal, onUnplanned, onDeath } = context;
  const { subject } = experiment;
  await mkdir(logFolder, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const controlToken = randomBytes(16).toString('hex');
  const env = environmentOf(subject, controlToken);

  const services = project.instancesOf(subject.store);
  const balancer = balancerOf(subject.store);
  const serving = serverService(subject.store) ?? [];
  await makeAnew(project, { fresh: services.concat(serving), balancer, env });
  const server = await startServer(context);
  const instances: AppContainer[] = [];
  // One after the other: instances that start together on an empty database break some stores.
  for (const [index, service] of services.slice(0, subject.instances).entries()) {
    const container = await project.started(service);
    assertSettings(container, env);
    const url = published(container, PORTS.app);
    const instance = new AppContainer({
      service,
      name: `app-${index + 1}`,
      url,
      find: () => Promise.resolve(container),
      signal,
    });
    await instance.untilReady();
    instances.push(instance);
  }
  const parts = server === undefined ? instances : [...instances, server];
  stack.use(await keepLogs({ parts, talking: instances, project, logFolder, reaper, signal }));
  const entrance = await project.started(balancer);
  const target = published(entrance, PORTS.balancer);
  await untilBalanced(target, instances, signal);
  const wires = server === undefined ? [] : await wiresOf(project, subject.store, instances);
  const lasting = server === undefined ? [] : [server];
  const projectName = project.name;
  stack.use(
    watchUnplannedFailures({ projectName, restarting: instances, lasting, reaper, onUnplanned, onDeath }),
  );
  const owned = stack.move();
  return {
    targets: [target],
    shortcuts: await shortcutTo(entrance, PORTS.balancer),
    instances,
    server,
    wires,
    controlToken,
    processorTime: (pid) => containedTime({ pid, id: instances.find((each) => each.pid === pid)?.id }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

interface Making {
  /** Services whose containers and data are made anew. */
  fresh: readonly string[];
  /** One that is as it has to be stays, for other clients go through it too. */
  balancer: string;
  env: Readonly<Record<string, string>>;
}

/** Makes the containers of a subject by one command; none of them is started. Instances beyond its number get none. */
async function makeAnew(project: Project, { fresh, balancer, env }: Making): Promise<void> {
  await project.run(['rm', '--stop', '--force', ...fresh]);
  await project.removeVolumes(...fresh);
  await project.run(['up', '--no-start', '--no-deps', ...fresh, balancer], env);
}

/**
 * The variables of docker-compose.yml that make the containers of a subject. Those that the plan leaves to the app's
 * defaults are set to nothing, or they would be those of the user's environment.
 */
export function environmentOf(subject: Subject, controlToken: string): Record<string, string> {
  return {
    ...Object.fromEntries(APP_SETTINGS.map((name) => [name, ''])),
    HOLDFAST_NODE_OPTIONS: '',
    ...appEnvironment(subject),
    HOLDFAST_NODE_ENV: subject.environment,
    HOLDFAST_CONTROL_TOKEN: controlToken,
    HOLDFAST_BALANCE: subject.balance,
    HOLDFAST_INSTANCES: String(subject.instances),
    // As on processes, where nothing stands between clients and an app whose store is away.
    HOLDFAST_BALANCER_CHECK: 'live',
  };
}
