import type { FaultLine } from '../../protocol/history.ts';
import type { Experiment, Plan } from '../model/plan.ts';
import type { Results } from '../model/results.ts';
import type { LastCommand } from '../process/reaper.ts';
import type { StartedSubject } from './subject.ts';

export interface StartContext {
  experiment: Experiment;
  /** For logs that stay with the run; what an instance prints goes to `<instance>.log`. */
  logFolder: string;
  /** For data that goes when the subject is disposed of. */
  dataFolder: string;
  signal: AbortSignal;
  /** A part of the subject ended by itself and will not come back: nothing more can be learned. */
  onDeath: (what: string) => void;
  /** Something broke that nobody planned, and may heal by itself; the times are Unix ones, in milliseconds. */
  onUnplanned: (line: FaultLine) => void;
  /** A part of it did not go as it was told to when it was disposed of: what was measured before that stands. */
  onUnclean: (what: string) => void;
}

/** What generators are told that run beside the subjects, and what tells them. */
export interface Inside {
  place: { context: string; namespace: string };
  /** Where clients there send their requests. */
  targets: (experiment: Experiment) => readonly string[];
  /** What tells the time, and when faults are over: its address for them, and for the harness, and the token of that. */
  exporter: { within: string; outside: string; token: string };
  /** They may share a node with each other. */
  shareNodes: boolean;
  /** Before everything is taken away, should the harness be killed. */
  keepFirst: (keeping: LastCommand) => void;
}

/** Where subjects live. */
export interface Platform {
  /** The address of a Grafana that shows the run; absent where there is none. */
  readonly dashboards?: string | undefined;
  /** The cluster that subjects live in; absent where they live in none. */
  readonly cluster?: Plan['cluster'];
  /** Where generators can run beside the subjects. */
  readonly inside?: Inside;
  /** Starts the store's server and the app's instances. Rejects with `unavailable` if one does not get ready. */
  start(context: StartContext): Promise<StartedSubject>;
  /** What the generator is to be told besides the plan, such as where to send its metrics. */
  generatorEnvironment(experiment: Experiment): Record<string, string>;
  /** Told of every fault as it happens. */
  onFault?(experiment: Experiment, line: FaultLine): void;
  /** Told of what the run came to, after the platform has been disposed of. Never rejects. */
  onResults?(results: Results): Promise<void>;
}
