import { availableParallelism } from 'node:os';
import type { Experiment } from '../model/plan.ts';
import { formatMs } from '../units.ts';
import type { Display, Task } from '../run/progress.ts';
import { say } from './output.ts';
import { runListed } from './task-list.ts';

/** Start and end of an experiment, and the last look of its clients, take about this long beside its load. */
const OVERHEAD_MS = 2200;
const REFRESH_MS = 250;

/** Whether an experiment is neither disturbed by another one of its turn at the same time nor disturbs it. */
export type AreSideBySide = (experiment: Experiment) => boolean;
export const never: AreSideBySide = () => false;

interface TurnsOptions {
  areSideBySide?: AreSideBySide;
  /** How many are run at a time where they may be. */
  processors?: number;
}

/** Shows a run of very many short experiments on stderr: one line a turn, in which every store has its experiment. */
export function createTurnsDisplay({
  areSideBySide = never,
  processors = availableParallelism(),
}: TurnsOptions = {}): Display {
  const lanesOf = (members: readonly Experiment[]) => (members.every(areSideBySide) ? processors : 1);
  return {
    say,
    async run(experiments, work) {
      const turns = turnsOf(experiments).map((turn) => ({ ...turn, lanes: lanesOf(turn.members) }));
      const clock = new Expectation(turns);
      await runListed(
        turns.map(({ name, members, lanes }) => ({
          title: name,
          work: async (shown) => {
            const startedMs = performance.now();
            await inLanes(lanes, members, (experiment, index) =>
              show(experiment, shown, `${index + 1} of ${members.length}`),
            );
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
        const stopped = clock.start(experiment);
        const timer = process.stderr.isTTY ? setInterval(refresh, REFRESH_MS) : undefined;
        try {
          await work(experiment, phase);
        } finally {
          clearInterval(timer);
          stopped();
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

/** Does all, so many at a time, and rejects with the first failure when none is at work any more. */
async function inLanes<One>(
  lanes: number,
  all: readonly One[],
  work: (one: One, index: number) => Promise<void>,
): Promise<void> {
  const queue = all.entries();
  const failures: unknown[] = [];
  const lane = async () => {
    for (const [index, one] of queue) {
      if (failures.length > 0) return;
      await work(one, index).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failures.length > 0) throw failures[0];
}

type Turn = { members: Experiment[]; lanes: number };

/** How long it will take yet, by how long it took so far. */
class Expectation {
  readonly #lanes = new Map<Experiment, number>();
  #aheadMs = 0;
  #expectedSoFarMs = 0;
  #tookSoFarMs = 0;
  readonly #running = new Map<Experiment, number>();

  constructor(turns: readonly Turn[]) {
    for (const { members, lanes } of turns)
      for (const member of members) {
        this.#lanes.set(member, lanes);
        this.#aheadMs += this.#expectedMs(member);
      }
  }

  /** Of the run's time, of which those that are side by side share it. */
  #expectedMs(experiment: Experiment): number {
    return expectedMs(experiment) / (this.#lanes.get(experiment) ?? 1);
  }

  /** Gives what is to be called when it is over. */
  start(experiment: Experiment): () => void {
    const startedMs = performance.now();
    this.#running.set(experiment, startedMs);
    this.#aheadMs -= this.#expectedMs(experiment);
    return () => {
      this.#running.delete(experiment);
      this.#expectedSoFarMs += expectedMs(experiment);
      this.#tookSoFarMs += performance.now() - startedMs;
    };
  }

  /** In whole seconds. */
  leftMs(): number {
    const pace = this.#expectedSoFarMs === 0 ? 1 : this.#tookSoFarMs / this.#expectedSoFarMs;
    const rests = [...this.#running].map(([experiment, startedMs]) =>
      Math.max(0, expectedMs(experiment) * pace - (performance.now() - startedMs)),
    );
    return Math.round((this.#aheadMs * pace + Math.max(0, ...rests)) / 1000) * 1000;
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
