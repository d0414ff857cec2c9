import { EXIT, HoldfastError } from '../errors.ts';
import { storeFacts } from '../plan/stores.ts';
import { provision, type Tool, type ToolName } from '../provision/provision.ts';

export interface Tools {
  tools: Map<ToolName, Tool>;
  missing: Map<ToolName, string>;
}

/**
 * Provisions k6 and the servers of these stores, all at once. A server that cannot be had is in `missing`, with the
 * reason; without k6 there is nothing to run, and that rejects.
 */
export async function toolsFor(
  stores: readonly string[],
  options: { signal: AbortSignal; report: (line: string) => void },
): Promise<Tools> {
  const servers = stores.flatMap((store) => storeFacts(store).server ?? []);
  const names: ToolName[] = [...new Set<ToolName>(['k6', ...servers])];
  const found = await Promise.allSettled(names.map((name) => provision(name, options)));
  options.signal.throwIfAborted();
  const tools = new Map<ToolName, Tool>();
  const missing = new Map<ToolName, string>();
  for (const [index, name] of names.entries()) {
    const result = found[index];
    if (result?.status === 'fulfilled') tools.set(name, result.value);
    else missing.set(name, reasonToGoOn(name, result?.reason));
  }
  return { tools, missing };

  function reasonToGoOn(name: ToolName, error: unknown): string {
    // A setting that cannot be used is the user's to mend, and a defect is a defect; only a lack can be lived with.
    if (name === 'k6' || !(error instanceof HoldfastError) || error.exitCode !== EXIT.unavailable)
      throw error;
    const reason = error.next === undefined ? error.message : `${error.message}\n  Try: ${error.next}`;
    options.report(reason);
    return reason;
  }
}
