import type { Experiment } from '../model/plan.ts';
import { formatMs } from '../units.ts';
import type { Display, Task } from '../run/progress.ts';
import { say } from './output.ts';
import { runListed } from './task-list.ts';

/** Start and end of an experiment, and the last look of its clients, take about this long beside its load. */
const OVERHEAD_MS = 2200;
const REFRESH_MS = 250;

/** Shows a run of very many short experiments on stderr: one line a turn, in which every store has its experiment. */
export function createTurnsDisplay(): Display {
  return {
    say,
    async run(experiments, work) {
      const clock = new Expectation(experiments);
      await runListed(
        turnsOf(experiments).map(({ name, members }) => ({
          title: name,
          work: async (shown) => {
            const startedMs = performance.now();
            for (const [index, experiment] of members.entries()) {
              await show(experiment, shown, `${index + 1} of ${members.length}`);
            }
            shown.title = `${name.padEnd(16)} ${members.length} experiments · ${formatMs(performance.now() - startedMs)}`;
            return true;
          },
        })),
      );

      async function show(
        experiment: Experiment,
        shown: { output: string },
        position: string,
      ): Promise<void> {
        const phase = new Phase();
        const refresh = () => {
          const store = experiment.subject.store;
          shown.output = `${position} · ${store} · ${phase.text} · about ${formatMs(clock.leftMs())} left`;
        };
        // Elsewhere than on a terminal a line an experiment is enough.
        refresh();
        clock.start(experiment);
        const timer = process.stderr.isTTY ? setInterval(refresh, REFRESH_MS) : undefined;
        try {
          await work(experiment, phase);
        } finally {
          clearInterval(timer);
          clock.stop();
        }
      }
    },
  };
}

class Phase implements Task {
  text = 'starting';

  onPhase(phase: string): void {
    this.text = phase;
  }

  onLine(): void {}
}

/** How long it will take yet, by how long it took so far. */
class Expectation {
  #aheadMs: number;
  #expectedSoFarMs = 0;
  #tookSoFarMs = 0;
  #running: { expectedMs: number; startedMs: number } | undefined;

  constructor(experiments: readonly Experiment[]) {
    this.#aheadMs = experiments.reduce((sum, experiment) => sum + expectedMs(experiment), 0);
  }

  start(experiment: Experiment): void {
    this.#running = { expectedMs: expectedMs(experiment), startedMs: performance.now() };
    this.#aheadMs -= this.#running.expectedMs;
  }

  stop(): void {
    if (this.#running === undefined) return;
    this.#expectedSoFarMs += this.#running.expectedMs;
    this.#tookSoFarMs += performance.now() - this.#running.startedMs;
    this.#running = undefined;
  }

  /** In whole seconds. */
  leftMs(): number {
    const pace = this.#expectedSoFarMs === 0 ? 1 : this.#tookSoFarMs / this.#expectedSoFarMs;
    const running = this.#running;
    const rest = running
      ? Math.max(0, running.expectedMs * pace - (performance.now() - running.startedMs))
      : 0;
    return Math.round((this.#aheadMs * pace + rest) / 1000) * 1000;
  }
}

/** Clients of expiry wait for the sessions that they made last: for one and a quarter TTLs, and then for their end. */
function expectedMs({
  load: { durationMs, lingerMs, returningMs = 0, workload },
  subject: { ttlMs },
}: Experiment): number {
  return durationMs + lingerMs + returningMs + OVERHEAD_MS + (workload === 'expiry' ? ttlMs * 2.2 + 1500 : 0);
}

/** Neighbours that do the same on different stores. */
function turnsOf(experiments: readonly Experiment[]): { name: string; members: Experiment[] }[] {
  const turns: { name: string; members: Experiment[] }[] = [];
  for (const experiment of experiments) {
    const name = experiment.id.slice(experiment.id.indexOf('/') + 1);
    const last = turns.at(-1);
    if (last?.name === name) last.members.push(experiment);
    else turns.push({ name, members: [experiment] });
  }
  return turns;
}
