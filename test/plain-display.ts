import type { Display } from '../harness/run/progress.ts';

/** Nobody watches: what is said goes to the output, a line each. */
export const display: Display = {
  say: (line) => console.error(line),
  async run(experiments, work) {
    for (const experiment of experiments) {
      const begunMs = performance.now();
      await work(experiment, { onPhase() {}, onLine() {} });
      console.error(`${experiment.id}: ${((performance.now() - begunMs) / 1000).toFixed(1)} s`);
    }
  },
};
