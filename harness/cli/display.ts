import { styleText } from 'node:util';
import type { FaultLine } from '../../protocol/history.ts';
import type { Experiment } from '../model/plan.ts';
import type { Display, Task } from '../run/progress.ts';
import { say } from './output.ts';
import { runListed } from './task-list.ts';

const BAR_WIDTH = 20;
const REFRESH_MS = 200;
/** A log has a line as often as this, and no oftener than after a thirtieth of the time so far. */
const [LOGGED_EVERY_MS, LOGGED_SHARE] = [30_000, 30];

/** Start and end of an experiment take about this long, beside its load. */
const OVERHEAD_MS = 2500;

/** @param seen what was seen of the current experiment so far; nothing where nobody watches. */
export function createDisplay(seen: () => string = () => ''): Display {
  return {
    say,
    async run(experiments, work) {
      const runs = experiments.map((experiment) => ({ experiment, progress: new Progress(experiment) }));
      const left = () =>
        Math.round(runs.reduce((total, { progress }) => total + progress.leftMs(), 0) / 1000);
      await runListed(
        runs.map(({ experiment, progress }) => ({
          title: progress.title(),
          work: async (shown) => {
            progress.start();
            // What clients see in a cluster is known when they have ended.
            const now = () => (experiment.load.generators === undefined ? seen() : progress.detail());
            const refresh = setInterval(() => {
              if (!process.stderr.isTTY) {
                if (now() !== '' && progress.isToldAgain()) shown.output = now();
                return;
              }
              shown.title = `${progress.title()}  ${progress.bar()}`;
              const what = now() === '' ? progress.detail() : now();
              shown.output = `${what} · about ${left()} s left`;
            }, REFRESH_MS);
            try {
              await work(experiment, progress);
              return progress.isSound();
            } finally {
              clearInterval(refresh);
              progress.stop();
              shown.title = `${progress.title()}  ${progress.summary()}`;
            }
          },
        })),
      );
    },
  };
}

class Progress implements Task {
  readonly #experiment: Experiment;
  #phase = 'waiting';
  #startedMs: number | undefined;
  #tookMs: number | undefined;
  #operations = 0;
  #absent = 0;
  #faults: string[] = [];
  #spoilt: string | undefined;
  #toldAgainMs = LOGGED_EVERY_MS;

  constructor(experiment: Experiment) {
    this.#experiment = experiment;
  }

  start(): void {
    this.#startedMs = performance.now();
  }

  stop(): void {
    this.#tookMs = this.#elapsedMs();
  }

  onPhase(phase: string): void {
    this.#phase = phase;
  }

  onLine(line: string): void {
    if (line.startsWith('{"op"')) {
      this.#operations++;
      if (line.includes('"absent":true')) this.#absent++;
    } else if (line.startsWith('{"fault"') && line.includes('"phase":"healed"')) {
      const { fault, at } = JSON.parse(line) as { fault: string; at: number };
      this.#faults.push(`${fault} took effect, healed at ${(at / 1000).toFixed(2)} s`);
    } else if (line.startsWith('{"fault"') && line.includes('"phase":"failed"')) {
      const { fault, evidence } = JSON.parse(line) as Pick<FaultLine, 'fault' | 'evidence'>;
      if (evidence?.['byItself'] === true) this.#faults.push(`${fault}, by itself`);
      else this.#spoilt ??= `${fault} did not take effect and heal`;
    } else if (line.startsWith('{"note"') && line.includes('"spoils":true')) {
      this.#spoilt ??= (JSON.parse(line) as { note: string }).note.split('\n', 1)[0];
    }
  }

  /** Whether it is time for another line of a log: seldomer and seldomer, in a long run. */
  isToldAgain(): boolean {
    if (this.#elapsedMs() < this.#toldAgainMs) return false;
    this.#toldAgainMs += Math.max(LOGGED_EVERY_MS, this.#elapsedMs() / LOGGED_SHARE);
    return true;
  }

  /** Whether nothing was met by which its verdict can only be unknown. */
  isSound(): boolean {
    return this.#spoilt === undefined;
  }

  title(): string {
    const [store = '', name = ''] = this.#experiment.id.split('/');
    return `${store.padEnd(8)} ${name.padEnd(14)}`;
  }

  bar(): string {
    const full = Math.min(BAR_WIDTH, Math.round((this.#elapsedMs() / this.#expectedMs()) * BAR_WIDTH));
    return styleText('cyan', '█'.repeat(full)) + '░'.repeat(BAR_WIDTH - full);
  }

  detail(): string {
    return [`${(this.#elapsedMs() / 1000).toFixed(0)} s`, this.#phase, this.#counts(), ...this.#faults]
      .filter((part) => part !== '')
      .join(' · ');
  }

  summary(): string {
    const seconds = ((this.#tookMs ?? 0) / 1000).toFixed(1);
    return [`${seconds} s`, this.#counts(), ...this.#faults, this.#spoilt ?? '']
      .filter((part) => part !== '')
      .join(' · ');
  }

  leftMs(): number {
    if (this.#tookMs !== undefined) return 0;
    return Math.max(0, this.#expectedMs() - this.#elapsedMs());
  }

  #counts(): string {
    if (this.#operations === 0) return '';
    const absent = this.#absent > 0 ? `, ${this.#absent} found no session` : '';
    return `${this.#operations.toLocaleString('en-US')} operations${absent}`;
  }

  #elapsedMs(): number {
    return this.#startedMs === undefined ? 0 : performance.now() - this.#startedMs;
  }

  #expectedMs(): number {
    const { durationMs, lingerMs, returningMs = 0, workload } = this.#experiment.load;
    return durationMs + lingerMs + returningMs + OVERHEAD_MS + (workload === 'register' ? 1500 : 0);
  }
}
