import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { messageOf, unavailable, usageError } from '../errors.ts';
import type { Experiment } from '../model/plan.ts';
import { kubectl, lastKubectl, placed, type Place } from '../platform/kubernetes/kubectl.ts';
import { podsWith, type Pod } from '../platform/kubernetes/pods.ts';
import { troubleOf } from '../platform/kubernetes/trouble.ts';
import type { LastCommand } from '../process/reaper.ts';
import { loadEndsMs } from '../../protocol/limits.ts';
import { HISTORY, nameOf, readerName } from './test-run.ts';

const LOOK_MS = 2000;
/** An operator that is there takes a TestRun up within seconds. */
const TAKEN_UP_WITHIN_MS = 60_000;
/** A cluster that gets itself another node for a pod takes some minutes. */
const ROOM_WITHIN_MS = 300_000;
const STARTED_WITHIN_MS = 600_000;
/** For runners to get ready, and to end, once all is sent. */
const MARGIN_MS = 120_000;
const COPY_LIMIT_MS = 600_000;
/** Of somebody who waits for it to end. */
const LAST_COPY_MS = 60_000;
const REMOVE_LIMIT_MS = 180_000;

/** It can be over before anybody looks. */
const BEGUN: ReadonlySet<string> = new Set(['started', 'stopped', 'finished']);
/** For a minute the cluster may not answer: what is recorded there goes on. */
const MOST_SILENT = 30;

export interface FromPods {
  experiment: Experiment;
  /** As `testRunObjects` makes them. */
  objects: readonly object[];
  generators: number;
  place: Place;
  /** Where the histories go; it is made. */
  folder: string;
  signal: AbortSignal;
  report: (line: string) => void;
  /** All runners have been told to begin. */
  onStarted?: () => void;
  /** Everything there is taken away when this is over: what could not be fetched is lost. */
  takenAway?: boolean;
  /** Told why what was recorded is not there, where it was interrupted, or is taken away. */
  onLost?: (why: string) => void;
  /** What is done, should this process be killed from now on, so that what they recorded is kept. */
  onRecording?: (keeping: LastCommand) => void;
}

/**
 * Has k6-operator do the load, waits for its runners to end, however they do, and resolves to the files of what each
 * recorded. What it made in the cluster is gone afterwards. Rejects with `unavailable`, and why, where the runners do not
 * get to their start. Where it is interrupted, what they recorded until then is in the folder.
 */
export async function loadFromPods(options: FromPods): Promise<string[]> {
  const { experiment, objects, place, folder, signal, report, takenAway = false, onLost } = options;
  const name = nameOf(experiment.id);
  await assertFree(place, name, signal);
  await mkdir(folder, { recursive: true });
  const input = objects.map((each) => stringify(each, { aliasDuplicateObjects: false })).join('---\n');
  await using stack = new AsyncDisposableStack();
  stack.defer(async () => {
    const gone = ['delete', ...partsOf(name), '--ignore-not-found', '--wait=false'];
    const last = AbortSignal.timeout(REMOVE_LIMIT_MS);
    // What was recorded is here by now, and worth more than a tidy cluster.
    await kubectl([...placed(place), ...gone], { signal: last, limitMs: REMOVE_LIMIT_MS }).catch(
      (error: unknown) =>
        report(`what was made in the cluster is still there (${messageOf(error)}): ${removing(place, name)}`),
    );
  });
  await kubectl([...placed(place), 'create', '--filename', '-'], { signal, input });
  report(`k6-operator has the TestRun ${name}`);
  let runners: readonly Pod[] = [];
  try {
    runners = await untilStarted(options, name);
    report(
      `${runners.length} runners have started: ${runners.map(({ metadata }) => metadata.name).join(', ')}`,
    );
    options.onStarted?.();
    options.onRecording?.(lastKubectl(copyingTo(place, name, folder)));
    await untilEnded(options, name, runners);
    await copyHistories(place, name, { folder, signal });
  } catch (error) {
    if (!signal.aborted && runners.length === 0) throw error;
    if (signal.aborted || takenAway)
      return copyLast(place, name, folder).then(
        () => Promise.reject(error),
        (reason: unknown) => {
          onLost?.(`what the generators recorded could not be fetched: ${messageOf(reason)}`);
          throw error;
        },
      );
    // What they recorded is there alone.
    stack.move();
    throw unavailable(`${messageOf(error)}; what the runners recorded is still in the cluster`, {
      next: `${copying(place, name)} ${folder}; then ${removing(place, name)}`,
      cause: error,
    });
  }
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ndjson')).toSorted();
  if (files.length > 0) return files.map((file) => join(folder, file));
  throw unavailable(`none of the ${runners.length} runners recorded anything`, {
    next: 'run again without --context, apply what is printed, and read the logs of the runners',
  });
}

const inWords = (place: Place) => `kubectl ${placed(place).join(' ')}`;
const partsOf = (name: string) => [
  `testrun/${name}`,
  `configmap/${name}`,
  `pod/${readerName(name)}`,
  `persistentvolumeclaim/${name}`,
];
const copying = (place: Place, name: string) => `${inWords(place)} cp ${readerName(name)}:${HISTORY}`;
const removing = (place: Place, name: string) => `${inWords(place)} delete ${partsOf(name).join(' ')}`;

async function copyHistories(
  place: Place,
  name: string,
  { folder, signal }: Pick<FromPods, 'folder' | 'signal'>,
): Promise<void> {
  const reader = readerName(name);
  const ready = ['wait', `pod/${reader}`, '--for=condition=Ready', '--timeout=50s'];
  await kubectl([...placed(place), ...ready], { signal });
  await kubectl(copyingTo(place, name, folder), { signal, limitMs: COPY_LIMIT_MS });
}

/** What has been recorded by now, of runners that are not waited for; nothing of those that have not begun. */
async function copyLast(place: Place, name: string, folder: string): Promise<void> {
  const signal = AbortSignal.timeout(LAST_COPY_MS);
  if (!BEGUN.has(await stageOf(place, name, signal))) return;
  await copyHistories(place, name, { folder, signal });
}

const copyingTo = (place: Place, name: string, folder: string) => [
  ...placed(place),
  'cp',
  `${readerName(name)}:${HISTORY}`,
  folder,
];

/** Throws a usage error where something of these names is there, which may hold what others recorded. */
async function assertFree(place: Place, name: string, signal: AbortSignal): Promise<void> {
  const asked = ['get', ...partsOf(name), '--ignore-not-found', '--output', 'name'];
  const found = (await kubectl([...placed(place), ...asked], { signal })).split('\n').find(Boolean);
  if (found === undefined) return;
  throw usageError(`there is ${found} already in ${place.namespace}`, {
    next: `wait for it, and copy what it recorded; then ${removing(place, name)}`,
  });
}

/** Resolves to the pods of the runners, all of which the operator has told to begin. */
async function untilStarted(
  { place, generators, signal, report }: FromPods,
  name: string,
): Promise<readonly Pod[]> {
  const began = performance.now();
  let last = '';
  for (;;) {
    const stage = await stageOf(place, name, signal);
    const tookMs = performance.now() - began;
    if (stage !== last && stage !== '') report(`TestRun ${name}: ${stage}`);
    last = stage;
    if (BEGUN.has(stage)) return podsWith(place, runnersOf(name), signal);
    if (stage === 'error') throw await refused(place, name, signal);
    if (stage === '' && tookMs > TAKEN_UP_WITHIN_MS)
      throw unavailable(
        `nobody takes up the TestRun ${name}: k6-operator is installed, and does not run or does not watch ${place.namespace}`,
        { next: 'kubectl get pods --all-namespaces --selector control-plane=controller-manager' },
      );
    for (const pod of await podsWith(place, `k6_cr=${name}`, signal)) {
      const trouble = pod.status.phase === 'Pending' ? troubleOf(pod, place) : undefined;
      if (trouble === undefined) continue;
      const isRoom = pod.status.conditions.some(({ reason }) => reason === 'Unschedulable');
      if (!isRoom) throw trouble;
      if (tookMs > ROOM_WITHIN_MS)
        throw unavailable(trouble.message, {
          next: `a node for each of the ${generators} runners, fewer --generators, or --share-nodes; and a volume that several nodes can write to`,
        });
    }
    if (tookMs > STARTED_WITHIN_MS)
      throw unavailable(
        `the TestRun ${name} did not start within ${STARTED_WITHIN_MS / 60_000} minutes (${stage})`,
        {
          next: `${inWords(place)} describe testrun ${name}`,
        },
      );
    await sleep(LOOK_MS, undefined, { signal });
  }
}

/** The labels that k6-operator gives its runners. */
const runnersOf = (name: string) => `k6_cr=${name},runner=true`;

const stageOf = async (place: Place, name: string, signal: AbortSignal): Promise<string> =>
  (
    await kubectl([...placed(place), 'get', 'testrun', name, '-o', 'jsonpath={.status.stage}'], { signal })
  ).trim();

async function refused(place: Place, name: string, signal: AbortSignal) {
  const logs = [...placed(place), 'logs', `job/${name}-initializer`, '--tail', '3'];
  const said = await kubectl(logs, { signal }).catch(() => '');
  return unavailable(
    `k6-operator refused the TestRun ${name}: ${said.trim().slice(0, 500) || 'its initializer said nothing'}`,
    { next: 'holdfast kubernetes without --context prints what it was given' },
  );
}

/**
 * Until each of these pods has ended or is gone. The TestRun alone does not tell: a runner that was evicted is gone, whatever
 * its job makes in its place.
 */
async function untilEnded(
  { place, experiment: { load }, signal, report }: FromPods,
  name: string,
  runners: readonly Pod[],
): Promise<void> {
  const withinMs = loadEndsMs(load) + MARGIN_MS;
  const began = performance.now();
  let open = new Set(runners.map(({ metadata: { uid } }) => uid));
  let silent = 0;
  while (open.size > 0) {
    await sleep(LOOK_MS, undefined, { signal });
    const pods = await podsWith(place, runnersOf(name), signal).catch((error: unknown) => {
      if (signal.aborted || ++silent > MOST_SILENT) throw error;
    });
    if (pods === undefined) continue;
    silent = 0;
    const active = pods.filter(
      ({ metadata: { uid }, status: { phase } }) =>
        open.has(uid) && phase !== 'Succeeded' && phase !== 'Failed',
    );
    open = new Set(active.map(({ metadata: { uid } }) => uid));
    if (performance.now() - began < withinMs) continue;
    const names = active.map(({ metadata }) => metadata.name).join(', ');
    if (names !== '')
      report(
        `${names} did not end within ${Math.round(withinMs / 1000)} s; what is recorded so far is judged`,
      );
    return;
  }
}
