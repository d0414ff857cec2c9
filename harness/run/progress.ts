import type { Experiment } from '../model/plan.ts';

/** What an experiment tells of itself while it runs. */
export interface Task {
  onPhase(phase: string): void;
  /** A line of the history. */
  onLine(line: string): void;
}

/** Shows long work on stderr: live on a terminal, one line an event elsewhere. */
export interface Display {
  /** One line beside the rest. */
  say(line: string): void;
  /** Runs the experiments, one after the other or some side by side, and shows how far they are. */
  run(
    experiments: readonly Experiment[],
    work: (experiment: Experiment, task: Task) => Promise<void>,
  ): Promise<void>;
}
