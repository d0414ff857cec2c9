import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { usageError } from '../errors.ts';
import { archiveOf } from '../generator/archive.ts';
import { loadFromPods } from '../generator/from-pods.ts';
import { scenarioSettings } from '../generator/scenario-settings.ts';
import { MOST_ARCHIVE_BYTES, testRunObjects } from '../generator/test-run.ts';
import type { Experiment, Plan } from '../model/plan.ts';
import { unknownName } from '../plan/names.ts';
import { assertContext } from '../platform/kubernetes/cluster.ts';
import type { Place } from '../platform/kubernetes/kubectl.ts';
import { assertOperator } from '../platform/kubernetes/operator.ts';
import { provision } from '../provision/provision.ts';
import { FILES, readPlan } from '../run/folder.ts';
import { mergeFiles } from '../run/merging/merge-files.ts';
import { isStore, STORES } from '../stores/catalogue.ts';
import { checkHistory } from './check.ts';
import { interruption } from './interruption.ts';
import { mergedInWords } from './merge.ts';
import { print, say } from './output.ts';
import { EXIT_OF } from './run-options.ts';

interface KubernetesOptions {
  generators: number;
  experiment?: string;
  target?: string;
  clock: string;
  namespace: string;
  shareNodes?: boolean;
  context?: string;
  output?: string;
  json?: boolean;
}

/** `holdfast kubernetes <run>`: the load of a run's plan, by k6-operator from several pods: printed, or done. */
export function kubernetesCommand(program: Command): void {
  program
    .command('kubernetes')
    .description(
      "Have k6-operator do the load of a run's plan from several pods: print manifests of it, or, with --context, do it and judge it (docs/KUBERNETES.md)",
    )
    .argument('<run>', "a run's folder: its plan.json says what the load is")
    .requiredOption('--generators <count>', 'pods that share the clients', parseCount)
    .option('--experiment <id>', 'which experiment of the plan, where it has several')
    .option(
      '--target <address>',
      'the app in the cluster (default: the service of infra/kubernetes for the store)',
    )
    .option(
      '--clock <address>',
      'what the generators compare their clocks with',
      'http://exporter:9200/clock',
    )
    .option('--namespace <name>', 'where it is to run', 'holdfast')
    .option(
      '--share-nodes',
      'generators may share a node, and ask for little of its processor: for trying it out on a small cluster, where one waits for the other',
    )
    .option(
      '--context <name>',
      'do it in this cluster, by its name in your kubeconfig: wait for the generators, merge what they recorded, judge it, and take away what was made there',
    )
    .option(
      '--output <folder>',
      "with --context, where the histories go; it must not be there (default: pods in the run's folder)",
    )
    .option('--json', 'with --context, print JSON instead of text')
    .action(async (run: string, options: KubernetesOptions) => {
      assertTogether(options);
      const experiment = chosen(await readPlan(run), options.experiment);
      assertFits(experiment, options.generators);
      const signal = interruption();
      const place = await placeOf(options, signal);
      const folder = options.output ?? join(run, 'pods');
      if (place !== undefined) await assertNew(folder);
      const k6 = await provision('k6', { signal, report: say });
      const settings = {
        ...scenarioSettings(experiment, [options.target ?? serviceOf(experiment)]),
        RECORD: 'true',
        CLOCK: options.clock,
      };
      const archive = await archiveOf(k6, { workload: experiment.load.workload, settings, signal });
      if (archive.length > MOST_ARCHIVE_BYTES)
        throw new Error(`the archive of ${experiment.load.workload} has ${archive.length} bytes`);
      const { generators, namespace, shareNodes = false } = options;
      const image = `grafana/k6:${k6.version}`;
      const objects = testRunObjects({ experiment, archive, generators, namespace, image, shareNodes });
      if (place === undefined) {
        print(
          objects
            .map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false }))
            .join('---\n'),
        );
        return;
      }
      const parts = await loadFromPods({
        experiment,
        objects,
        generators,
        place,
        signal,
        folder: join(folder, 'parts'),
        report: say,
      });
      const history = join(folder, FILES.history);
      const merged = await mergeFiles(parts, history, { sameClock: false });
      say(mergedInWords(merged, parts.length, history));
      process.exitCode = EXIT_OF[await checkHistory(history, options.json ? { json: true } : {})];
    });
}

/** Throws a usage error for what is said of doing it where it is only printed. */
function assertTogether({ context, output, json }: KubernetesOptions): void {
  const flag = output === undefined ? json && '--json' : '--output';
  if (context === undefined && flag !== undefined)
    throw usageError(
      `${flag} is for what the generators come to, and without --context they are only printed`,
      {
        next: '--context, with the name of a cluster in your kubeconfig',
      },
    );
}

/** Where it is to be done, if not only printed: there k6-operator has been seen. */
async function placeOf(
  { context: name, namespace }: KubernetesOptions,
  signal: AbortSignal,
): Promise<Place | undefined> {
  if (name === undefined) return undefined;
  const context = await assertContext(name, signal);
  const or = 'or leave out --context, and apply what is printed where it is';
  await assertOperator({ context, namespace }, signal, or);
  return { context, namespace };
}

async function assertNew(folder: string): Promise<void> {
  if ((await stat(folder).catch(() => undefined)) === undefined) return;
  throw usageError(`${folder} is there already`, { next: 'name another folder with --output' });
}

function chosen({ experiments }: Plan, id: string | undefined): Experiment {
  const known = experiments.map((each) => each.id);
  if (id === undefined && experiments.length > 1)
    throw usageError(`the plan has ${experiments.length} experiments: ${known.join(', ')}`, {
      next: 'choose one with --experiment',
    });
  const found = experiments.find((each) => id === undefined || each.id === id);
  if (found === undefined) throw unknownName('experiment', id ?? '', known);
  return found;
}

/** Throws a usage error for what nobody would do there, rather than leave it out without a word. */
function assertFits({ id, faults, load, subject }: Experiment, generators: number): void {
  const [fault] = faults;
  if (fault !== undefined)
    throw usageError(`${id} has the fault ${fault.id}, and this command does the load alone`, {
      next: 'run --platform kubernetes --generators, with the faults; or run the same without --faults, and give that run',
    });
  if (generators > load.clients)
    throw usageError(`${generators} generators cannot share ${load.clients} clients`, {
      next: `--generators ${load.clients} or fewer`,
    });
  if (subject.tlsProxy === true)
    throw usageError(`${id} has --tls-proxy, which is not there in a cluster`, {
      next: 'run the same without it',
    });
}

function serviceOf({ subject: { store } }: Experiment): string {
  if (isStore(store) && STORES[store].stack !== undefined) return `http://app-${store}:3000`;
  throw usageError(`infra/kubernetes has no app on ${store}`, {
    next: 'give its address in the cluster with --target',
  });
}

function parseCount(given: string): number {
  const count = Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw usageError(`--generators takes a whole number from 1 to 1,000, not ${JSON.stringify(given)}`);
}
