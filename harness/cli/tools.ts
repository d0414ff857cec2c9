import { HoldfastError } from '../errors.ts';
import { storeFacts, type StoreName } from '../plan/stores.ts';
import { provision, type Tool, type ToolName } from '../provision/provision.ts';

export interface Tools {
  tools: Map<ToolName, Tool>;
  missing: Map<ToolName, string>;
}

/**
 * Provisions k6 and the servers of these stores. A server that cannot be had is in `missing`, with the reason;
 * without k6 there is nothing to run, and that rejects.
 */
export async function toolsFor(
  stores: readonly StoreName[],
  options: { signal: AbortSignal; report: (line: string) => void },
): Promise<Tools> {
  const tools = new Map<ToolName, Tool>([['k6', await provision('k6', options)]]);
  const missing = new Map<ToolName, string>();
  const servers = new Set(stores.flatMap((store) => storeFacts(store).server ?? []));
  for (const server of servers) {
    try {
      tools.set(server, await provision(server, options));
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof HoldfastError)) throw error;
      options.report(error.message);
      missing.set(
        server,
        error.next === undefined ? error.message : `${error.message}\n  Try: ${error.next}`,
      );
    }
  }
  return { tools, missing };
}
