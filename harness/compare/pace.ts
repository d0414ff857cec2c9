import type { ExperimentResult, Quantiles } from '../model/results.ts';
import { formatPercent } from '../units.ts';
import type { LatencySpread, Pace, Spread, Unknown } from './comparison.ts';
import { MEASURED_WORKLOAD } from './measured.ts';
import { spreadOf, spreadOver } from './spread.ts';

/** With more than this share of operations not acknowledged, a round measures how fast the store refuses. */
const FAILED_LIMIT = 0.01;
const COMPARED = ['read', 'write'];

/** A round: the measured workload with nothing broken and one instance. */
export const isRound = ({ workload, faults, instances }: ExperimentResult): boolean =>
  workload === MEASURED_WORKLOAD && faults.length === 0 && instances === 1;

/** What a store did in its measured rounds. A round that cannot be trusted is left out, with the reason. */
export function paceOf(experiments: readonly ExperimentResult[]): Pace {
  const rounds = experiments.filter(isRound);
  const leftOut: string[] = [];
  const good = rounds.filter((round) => {
    const doubt = doubtOf(round);
    if (doubt !== undefined) leftOut.push(`${round.id}: ${doubt}`);
    return doubt === undefined;
  });
  const why: Unknown =
    rounds.length === 0
      ? { unknown: `it had no round of ${MEASURED_WORKLOAD}`, because: 'not asked' }
      : { unknown: `none of ${rounds.length} rounds counts (${leftOut[0]})`, because: 'not trusted' };
  return {
    latency: good.length === 0 ? why : COMPARED.flatMap((op) => latencyOf(op, good)),
    perSecond: spreadOver(
      good.map(({ generator }) => generator.achievedPerSecond),
      why,
    ),
    leftOut,
  };
}

/** What a measured round offered. */
export const offeredOf = (experiments: readonly ExperimentResult[]): Spread | undefined =>
  spreadOf(
    experiments
      // An app that never came up was offered nothing.
      .filter((one) => isRound(one) && one.counts.operations > 0)
      .map(({ generator }) => generator.intendedPerSecond),
  );

/** Why a round's figures do not count. */
function doubtOf({ problems, generator, counts }: ExperimentResult): string | undefined {
  if (problems[0] !== undefined) return problems[0];
  if (generator.verdict !== 'pass') return generator.reason ?? 'the generator was itself the bottleneck';
  const failed = (counts.fail + counts.info) / Math.max(1, counts.operations);
  return failed > FAILED_LIMIT
    ? `${formatPercent(failed)} of its operations were not acknowledged`
    : undefined;
}

function latencyOf(op: string, rounds: readonly ExperimentResult[]): LatencySpread[] {
  const seen = rounds.flatMap(({ latency }) => latency.filter((one) => one.op === op));
  const over = (of: (one: (typeof seen)[number]) => Quantiles) => {
    const p50Ms = spreadOf(seen.map((one) => of(one).p50Ms));
    const p99Ms = spreadOf(seen.map((one) => of(one).p99Ms));
    return p50Ms && p99Ms && { p50Ms, p99Ms };
  };
  const fromIntended = over((one) => one.fromIntended);
  const fromSend = over((one) => one.fromSend);
  return fromIntended && fromSend ? [{ op, fromIntended, fromSend }] : [];
}
