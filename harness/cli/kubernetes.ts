import type { Command } from 'commander';
import { stringify } from 'yaml';
import { usageError } from '../errors.ts';
import { archiveOf } from '../generator/archive.ts';
import { scenarioSettings } from '../generator/scenario-settings.ts';
import { MOST_ARCHIVE_BYTES, testRunObjects } from '../generator/test-run.ts';
import type { Experiment, Plan } from '../model/plan.ts';
import { unknownName } from '../plan/names.ts';
import { provision } from '../provision/provision.ts';
import { readPlan } from '../run/folder.ts';
import { isStore, STORES } from '../stores/catalogue.ts';
import { interruption } from './interruption.ts';
import { print, say } from './output.ts';

interface KubernetesOptions {
  generators: number;
  experiment?: string;
  target?: string;
  clock: string;
  namespace: string;
}

/** `holdfast kubernetes <run>`: the load of a run's plan, as what k6-operator runs from several pods. */
export function kubernetesCommand(program: Command): void {
  program
    .command('kubernetes')
    .description("Print manifests that have k6-operator do the load of a run's plan (docs/KUBERNETES.md)")
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
    .action(async (run: string, options: KubernetesOptions) => {
      const experiment = chosen(await readPlan(run), options.experiment);
      assertFits(experiment, options.generators);
      const signal = interruption();
      const k6 = await provision('k6', { signal, report: say });
      const settings = {
        ...scenarioSettings(experiment, [options.target ?? serviceOf(experiment)]),
        RECORD: 'true',
        CLOCK: options.clock,
      };
      const archive = await archiveOf(k6, { workload: experiment.load.workload, settings, signal });
      if (archive.length > MOST_ARCHIVE_BYTES)
        throw new Error(`the archive of ${experiment.load.workload} has ${archive.length} bytes`);
      const { generators, namespace } = options;
      const image = `grafana/k6:${k6.version}`;
      const objects = testRunObjects({ experiment, archive, generators, namespace, image });
      print(
        objects.map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n'),
      );
    });
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
    throw usageError(`${id} has the fault ${fault.id}, and nobody breaks anything in a cluster yet`, {
      next: 'run the same without --faults, and give that run',
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
