import type { Plan } from '../plan/plan.ts';
import type { Tool, ToolName } from '../provision/provision.ts';
import type { Platform } from './platform.ts';
import type { Guardian } from './process/guardian.ts';

export interface OpenContext {
  plan: Plan;
  tools: ReadonlyMap<ToolName, Tool>;
  guardian: Guardian;
  signal: AbortSignal;
}

/** Gets a platform ready for all experiments of a plan. Disposing of it leaves the machine as it was. */
export type OpenPlatform = (context: OpenContext) => Promise<Platform & AsyncDisposable>;
