import { randomBytes } from 'node:crypto';
import { messageOf, unavailable } from '../../errors.ts';
import { asksServer, notInCluster, type ChaosResource } from '../../model/faults.ts';
import type { Plan } from '../../model/plan.ts';
import { isStore, STORES } from '../../stores/catalogue.ts';
import { serverOf } from '../../stores/subject-facts.ts';
import type { StoreEntry } from '../../stores/facts.ts';
import type { Entries, StackEntry } from '../../stores/stack-entry.ts';
import type { OpenContext } from '../open.ts';
import type { Platform } from '../platform.ts';
import { assertChaosMesh, chaosIn, chaosRights, undo } from './chaos-mesh.ts';
import { assertContext, lookAtCluster } from './cluster.ts';
import { apply, doorOf, untilUp } from './get-up.ts';
import { kubectl, placed, type Place } from './kubectl.ts';
import { clearNamespaces, makeNamespace, namespaceOf, removeNamespace, removingLast } from './namespace.ts';
import { APP_PORT, appImage, EXPORTER_PORT, exporterOf, instanceNames } from './objects.ts';
import { assertOperator } from './operator.ts';
import { EXPORTER, reach, urlOf, type Way } from './reach.ts';
import { assertRights, RIGHTS } from './rights.ts';
import { startKubernetesSubject } from './subject.ts';

export interface KubernetesOptions extends Omit<OpenContext, 'tools'> {
  /** Which cluster, by the user's kubeconfig. */
  context: string | undefined;
  /** The app's, as the cluster pulls it; absent: by its usual name. */
  image: string | undefined;
  /** Generators in pods may share a node. */
  shareNodes: boolean;
  report: (line: string) => void;
}

/**
 * Subjects as pods of a cluster, in a namespace that the run makes and takes away again; nothing outside of it is changed.
 * Rejects with one message and the next step where there is no such cluster, no right to it, no image for it, or no way
 * from this machine to its pods.
 */
export async function openKubernetesPlatform(
  options: KubernetesOptions,
): Promise<Platform & AsyncDisposable> {
  const { plan, reaper, signal, report, image, shareNodes } = options;
  const entries = assertInCluster(plan);
  const context = await assertContext(options.context, signal);
  const cluster = await lookAtCluster(context, signal);
  const place: Place = { context, namespace: namespaceOf(plan.name) };
  const needed = chaosIn(plan);
  const chaos = [...needed.keys()];
  await assertChaosMesh(context, needed, signal);
  await assertRights(place, signal, [...RIGHTS, ...chaosRights(chaos)]);
  if (plan.experiments.some(({ load }) => load.generators !== undefined))
    await assertOperator(place, signal, 'or leave out --generators, and k6 runs on this machine');
  await clearNamespaces(context, { signal, report });
  await using stack = new AsyncDisposableStack();
  const { namespace } = place;
  reaper.atEnd(removingLast(place, chaos));
  await makeNamespace(place, signal).catch((error: unknown) => {
    // There is one that is not the run's.
    reaper.atEnd([]);
    throw error;
  });
  stack.defer(async () => {
    report(`taking away the namespace ${namespace}`);
    try {
      await removeNamespace(place, chaos);
      reaper.atEnd([]);
    } catch (error) {
      // The run comes to its verdict all the same.
      report(
        `the namespace ${namespace} is still there (${messageOf(error)}). Try: kubectl --context ${context} get namespace ${namespace}`,
      );
    }
  });
  const nodes = cluster.nodes === undefined ? '' : `, ${cluster.nodes} node${cluster.nodes === 1 ? '' : 's'}`;
  report(`in the namespace ${namespace} of the context ${context} (Kubernetes ${cluster.version}${nodes})`);
  const imageFor = (entry: StackEntry) => appImage(entry, { image, version: plan.holdfast });
  const [first] = entries;
  if (first === undefined) throw new Error('a plan without experiments');
  const token = randomBytes(16).toString('hex');
  // It has the image of the app: what cannot be pulled or reached is found before anything is measured.
  await apply(
    place,
    exporterOf(entries, appImage(plainOf(first[1]), { image, version: plan.holdfast }), token),
    signal,
  );
  const pod = await untilUp(place, { label: 'app.kubernetes.io/component=exporter' }, signal);
  const door = await doorOf(place, { pod, service: EXPORTER, port: EXPORTER_PORT }, signal);
  const found = await reach(door, { place, signal });
  assertAskable(plan, found.way);
  const owned = stack.move();
  let isFirst = true;
  return {
    cluster,
    inside: {
      place,
      targets: ({ subject }) => instanceNames(subject.instances).map((name) => `http://${name}:${APP_PORT}`),
      exporter: { within: `http://${EXPORTER}:${EXPORTER_PORT}`, outside: urlOf(found), token },
      shareNodes,
      keepFirst: (keeping) => reaper.atEnd([keeping, ...removingLast(place, chaos)]),
    },
    generatorEnvironment: () => ({}),
    start: async (experiment) => {
      const entry = Object.fromEntries(entries)[experiment.experiment.subject.store];
      if (entry === undefined) throw new Error(`${experiment.experiment.subject.store} is not of the plan`);
      if (!isFirst) await clear(place, chaos, signal);
      isFirst = false;
      return startKubernetesSubject({
        ...experiment,
        place,
        entry,
        image: imageFor(entry),
        exporter: urlOf(found),
        way: found.way,
        reaper,
      });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The exporter is in the image of the app that has no store of its own. */
const plainOf = (entry: StackEntry): StackEntry => {
  const { image: _, ...stack } = entry.stack;
  return { ...entry, stack };
};

const OF_SUBJECT = 'app.kubernetes.io/component in (app, server, wires)';

/** Takes away the subject of an experiment that is over. */
async function clear(place: Place, chaos: readonly ChaosResource[], signal: AbortSignal): Promise<void> {
  for (const resource of chaos) await undo(place, resource);
  const of = ['--selector', OF_SUBJECT, '--ignore-not-found'];
  await kubectl([...placed(place), 'delete', 'statefulsets,services,secrets', ...of], { signal });
  await kubectl([...placed(place), 'delete', 'pods', ...of, '--grace-period', '1'], { signal });
}

/** The stores of a plan. Throws where it asks for what a cluster does not have, whichever command made it. */
export function assertInCluster({ experiments }: Pick<Plan, 'experiments'>): Entries {
  const entries = new Map<string, StackEntry>();
  for (const { id, subject, faults } of experiments) {
    const entry = isStore(subject.store) ? STORES[subject.store] : undefined;
    if (!isOnStack(entry))
      throw unavailable(`there are no manifests of an app on ${subject.store}`, {
        next: `one of ${Object.entries(STORES)
          .flatMap(([name, each]) => (isOnStack(each) ? name : []))
          .join(', ')}, or leave out --platform kubernetes`,
      });
    if (entry.needsFolder === true && subject.instances > 1)
      throw unavailable(
        `${id} is to have ${subject.instances} instances that share files, and each pod of a run has files of its own`,
        { next: '--instances 1, or leave out --platform kubernetes' },
      );
    if (serverOf(subject) !== entry.server)
      throw unavailable(`there are no manifests of ${serverOf(subject)}`, {
        next: 'leave out --setting server=..., or --platform kubernetes',
      });
    for (const { kind } of faults) {
      const why = notInCluster(kind);
      if (why !== undefined)
        throw unavailable(`${kind} ${why}`, {
          next: 'another fault (docs/KUBERNETES.md), or leave out --platform kubernetes',
        });
    }
    entries.set(subject.store, entry);
  }
  return [...entries];
}

/**
 * Servers are published on no node. Where others than those that ask a server can be run, these alone come to nothing, and
 * say so.
 */
function assertAskable({ experiments }: Pick<Plan, 'experiments'>, way: Way): void {
  const laidOut = experiments.find(({ subject }) => subject.topology !== undefined);
  if (way === 'node' && laidOut !== undefined)
    throw unavailable(
      `the servers of ${laidOut.subject.store}@${laidOut.subject.topology} are asked at the addresses of their pods, and this machine reaches pods only by ports of nodes`,
      { next: 'run Holdfast on a node or in a network that routes to pods; or leave out --topology' },
    );
  const asking = experiments.map(({ faults }) => faults.find(({ kind }) => asksServer(kind)));
  const [fault] = asking;
  if (way === 'pod' || fault === undefined || asking.includes(undefined)) return;
  throw unavailable(
    `${fault.kind} asks the server at the address of its pod, and this machine reaches pods only by ports of nodes`,
    { next: 'run Holdfast on a node or in a network that routes to pods; or server-pause or server-crash' },
  );
}

const isOnStack = (entry: StoreEntry | undefined): entry is StackEntry => entry?.stack !== undefined;
