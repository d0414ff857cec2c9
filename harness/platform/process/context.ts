import type { Tool, ToolName } from '../../provision/provision.ts';
import type { Reaper } from '../../process/reaper.ts';
import type { StartContext } from '../platform.ts';

export interface ProcessPlatformOptions {
  /** The servers of the stores, and toxiproxy where a plan breaks wires. */
  tools: ReadonlyMap<ToolName, Tool>;
  /** First port of the app's instances; absent: any free ones. */
  appPort: number | undefined;
  reaper: Reaper;
}

/** What a subject is started with. */
export type Context = StartContext & ProcessPlatformOptions;
