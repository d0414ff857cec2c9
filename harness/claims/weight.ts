import { draft } from '../plan/draft.ts';
import type { ExperimentResult } from '../model/results.ts';
import { bytes, count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { figure } from './evidence.ts';

/** Standard errors to either side of a difference of means that hold it in 95 of 100 runs like this. */
const MARGIN = 1.96;
/** With fewer reads the times of a few would decide. */
const LEAST_READS = 200;

export const biggerCookiesTakeLonger = onEach({
  id: 'C20',
  text: 'A bigger cookie adds to every request, in bytes and in time',
  badIfShown: true,
  source: 'Express tutorials, of sessions in cookies',
  stores: ['cookie'],
  experiments: (store) => ({
    weight: draft({
      title: 'Sessions that hold little and much are read in turn',
      subject: { store },
      load: { workload: 'weight', clients: 10, rate: 300, durationMs: 6000 },
    }),
  }),
  judge(experiments) {
    const experiment = named(experiments, 'weight');
    const [light, heavy] = [timesOf(experiment, 'light'), timesOf(experiment, 'heavy')];
    if (light.reads < LEAST_READS || heavy.reads < LEAST_READS) return unknown('too few sessions were read');
    const [moreMs, marginMs] = [
      heavy.meanMs - light.meanMs,
      MARGIN * Math.hypot(light.errorMs, heavy.errorMs),
    ];
    const measured =
      `${bytes(heavy.bytes)} of cookies instead of ${bytes(light.bytes)} with each request, and ${moreMs.toFixed(2)} ms ` +
      `±${marginMs.toFixed(2)} more for each, on the same machine (${count(light.reads + heavy.reads)} reads)`;
    if (heavy.bytes <= light.bytes) return { measured, verdict: 'refuted' };
    if (experiment.generator.verdict !== 'pass')
      return unknown(experiment.generator.reason ?? 'latency is not known', measured);
    if (moreMs - marginMs > 0) return { measured, verdict: 'shown' };
    return trueOnlyIf('the way to the app is slow: here only the bytes were more', measured);
  },
});

function timesOf(experiment: ExperimentResult, kind: 'light' | 'heavy') {
  const reads = figure(experiment, `${kind}.reads`);
  const meanMs = figure(experiment, `${kind}.ms`) / reads;
  const varianceMs = Math.max(0, figure(experiment, `${kind}.ms squared`) / reads - meanMs ** 2);
  return {
    reads,
    meanMs,
    errorMs: Math.sqrt(varianceMs / reads),
    bytes: figure(experiment, `${kind}.bytes`) / reads,
  };
}
