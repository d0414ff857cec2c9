import type { HistoryWriter } from '../history/writer.ts';
import type { Platform } from '../platform/platform.ts';
import type { Reaper } from '../process/reaper.ts';
import type { Tool, ToolName } from '../provision/provision.ts';
import type { Task } from './progress.ts';

/** What experiments of a run have in common. */
export interface RunContext {
  /** The run's folder. */
  folder: string;
  tools: ReadonlyMap<ToolName, Tool>;
  history: HistoryWriter;
  reaper: Reaper;
  platform: Platform;
  signal: AbortSignal;
  /** Whether what apps are made of is still what it was when the run began. */
  hasItsPackages: () => boolean;
  /** Shows how far it is. */
  task: Task;
}
