import type { ExperimentResult, Results } from '../../model/results.ts';
import { formatBytes } from '../../units.ts';
import type { Measured } from './measured.ts';

/** Something that not all rounds of both sides have alike. */
export interface Difference {
  name: string;
  /** The name, and what it is here and there. */
  what: string;
  /** Which figures cannot be compared by it; `none`: it may be what is tested. */
  spoils: 'all' | 'clock and heap' | 'none';
}

/** Tools that load, break and measure: another version of them measures otherwise. */
const TOOLS = new Set(['k6', 'toxiproxy', 'toxiproxy-server', 'node']);

/** Neither what is tested nor how: the machine's drift and the draw of rounds are among what is averaged over. */
const NO_SEED = /\s--(?:seed|reports)(?:[ =](?:"[^"]*"|'[^']*'|\S+))?|\s--(?:json|quiet)\b/g;
const NO_SETTING = /\s--(?:store|seed|reports)(?:[ =](?:"[^"]*"|'[^']*'|\S+))?|\s--(?:json|quiet)\b/g;

/** What a run did, and where: runs that have it alike can be put in a row. */
export const conditionsOf = ({
  run,
  machine,
  experiments,
}: Results): { command: string; machine: string } => ({
  // What a script of the user's own does is in none of the flags.
  command: [
    run.command.replaceAll(NO_SEED, '').trim(),
    ...new Set(experiments.flatMap(({ script }) => script?.slice(0, 12) ?? [])),
  ].join(' #'),
  machine: `${machine.cores} cores, ${formatBytes(machine.memoryBytes)}, ${machine.os}`,
});

/** What differs between runs, whichever side they are on. */
export function differencesOf(runs: readonly Results[]): Difference[] {
  const first = runs.map(({ machine, run }) => ({ ...machine, run }));
  const versions = new Set(runs.flatMap(({ versions }) => versions.map(({ name }) => name)));
  return [
    ...differing(
      'clock and heap',
      'cores',
      first.map(({ cores }) => String(cores)),
    ),
    // What the system keeps for itself differs from boot to boot.
    ...differing(
      'clock and heap',
      'memory',
      first.map(({ memoryBytes }) => formatBytes(memoryBytes)),
    ),
    ...differing(
      'clock and heap',
      'system',
      first.map(({ os }) => os),
    ),
    ...differing(
      'clock and heap',
      'Node',
      first.map(({ node }) => node),
    ),
    ...differing(
      'clock and heap',
      'Holdfast',
      first.map(({ run }) => run.holdfast),
    ),
    ...differing(
      'all',
      'flags',
      notInAll(first.map(({ run }) => run.command.replaceAll(NO_SETTING, '').trim())),
    ),
    ...[...versions].flatMap((name) =>
      differing(
        TOOLS.has(name) ? 'clock and heap' : 'none',
        name,
        runs.map((run) => run.versions.find((each) => each.name === name)?.version ?? 'none'),
      ),
    ),
  ];
}

/** By how much what is measured of the same plan differs from round to round. */
const SAME = 1.05;

const faultsOf = (round: ExperimentResult) =>
  round.faults
    .filter(({ planned }) => planned)
    .map(({ kind, target }) => `${kind} of ${target}`)
    .join(', ') || 'none';

/**
 * What differs between rounds of one experiment. How long they took is among what came out: one that was held up took
 * longer. How long they were to take is among the flags.
 */
export function roundDifferences(rounds: readonly ExperimentResult[]): Difference[] {
  return [
    ...differing(
      'all',
      'workload',
      rounds.map(({ workload }) => workload),
    ),
    ...differing(
      'all',
      'script',
      rounds.map(({ script = 'none' }) => script.slice(0, 12)),
    ),
    ...differing(
      'all',
      'instances',
      rounds.map(({ instances }) => String(instances)),
    ),
    ...differing('all', 'faults', rounds.map(faultsOf)),
    ...apart(
      'load',
      rounds.map(({ generator }) => generator.intendedPerSecond),
    ),
  ];
}

/** Of each command the flags that not every other has, too. */
function notInAll(commands: readonly string[]): string[] {
  const all = commands.map((command) => command.split(/\s(?=--)/));
  return all.map(
    (flags) =>
      flags.filter((flag) => !all.every((other) => other.includes(flag))).join(' ') || 'none of these',
  );
}

function differing(spoils: Difference['spoils'], name: string, values: readonly string[]): Difference[] {
  const distinct = [...new Set(values)];
  return distinct.length < 2 ? [] : [{ name, what: `${name}: ${distinct.join(' and ')}`, spoils }];
}

function apart(name: string, values: readonly number[]): Difference[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high <= low * SAME
    ? []
    : [{ name, what: `${name}: ${low.toFixed(0)} and ${high.toFixed(0)}`, spoils: 'all' }];
}

/** Why a figure cannot be compared by what differs. */
export function spoiled(differences: readonly Difference[], { goesBy }: Measured): Difference | undefined {
  return differences.find(
    ({ spoils }) => spoils === 'all' || (spoils === 'clock and heap' && goesBy !== 'nothing else'),
  );
}
