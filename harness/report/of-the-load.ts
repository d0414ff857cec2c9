import { sum } from 'simple-statistics';
import type { ExperimentResult } from '../model/results.ts';
import { counted } from '../units.ts';

type Told = Pick<ExperimentResult, 'afterLoad'>;

/** What a table or a chart of latency is called: by the load, where there was more than that. */
export const latencyTitle = ({ afterLoad }: Told): string =>
  afterLoad === undefined ? 'Latency' : 'Latency of the load';

/** What the latencies of experiments leave out; undefined where that is nothing. */
export function leftOut(experiments: readonly Told[]): string | undefined {
  const later = sum(experiments.map(({ afterLoad }) => afterLoad?.operations ?? 0));
  const are = later === 1 ? 'is' : 'are';
  return later === 0
    ? undefined
    : `Of what was due while the load lasted; ${counted(later, 'operation')} due later ${are} left out, such as the last look at all sessions, which asks more than the load.`;
}
