import type { BegunAb } from '../run/ab.ts';
import type { AbSide } from '../run/ab.ts';
import type { Side } from '../model/ab.ts';
import type { Display } from '../run/progress.ts';
import { formatMs } from '../units.ts';
import { say } from './output.ts';
import { runListed } from './task-list.ts';

interface Context {
  sides: Record<Side, AbSide>;
  signal: AbortSignal;
}

/** Takes all turns of an A/B comparison, one after the other, and shows on stderr which round it is and the time left. */
export async function takeInTurns({ turns, take }: BegunAb, { sides, signal }: Context): Promise<void> {
  const rounds = turns.at(-1)?.round ?? 0;
  const startedMs = performance.now();
  await runListed(
    turns.map((turn, done) => ({
      title: `round ${turn.round} of ${rounds} · ${sides[turn.side].name}`,
      work: async (shown) => {
        const beganMs = performance.now();
        const left = timeLeft((beganMs - startedMs) / done, turns.length - done);
        const title = shown.title;
        const show = (phase: string) => {
          // Elsewhere than on a terminal a line a turn is enough.
          if (process.stderr.isTTY) shown.output = `${phase}${left}`;
        };
        if (!process.stderr.isTTY && left !== '') shown.output = left.replace(' · ', '');
        show('starting');
        await take(turn, { signal, display: displayOf(show) });
        shown.title = `${title} · ${formatMs(performance.now() - beganMs)}`;
        return true;
      },
    })),
  );
}

/** Not known before the first turn has ended. */
const timeLeft = (eachMs: number, turns: number) =>
  Number.isFinite(eachMs) ? ` · about ${formatMs(Math.round((eachMs * turns) / 1000) * 1000)} left` : '';

const displayOf = (show: (phase: string) => void): Display => ({
  say,
  async run(experiments, work) {
    for (const experiment of experiments) await work(experiment, { onPhase: show, onLine: () => {} });
  },
});
