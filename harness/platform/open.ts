import type { Plan } from '../model/plan.ts';
import type { Tool, ToolName } from '../provision/provision.ts';
import type { Platform } from './platform.ts';
import type { Reaper } from '../process/reaper.ts';

export interface OpenContext {
  plan: Plan;
  tools: ReadonlyMap<ToolName, Tool>;
  reaper: Reaper;
  signal: AbortSignal;
}

/** Gets a platform ready for all experiments of a plan. Disposing of it leaves the machine as it was. */
export type OpenPlatform = (context: OpenContext) => Promise<Platform & AsyncDisposable>;
