import { EXIT, HoldfastError } from '../errors.ts';
import { explained } from '../explain.ts';
import { isOfWire, isOnWays, undoesFiles, takesOwnDisk } from '../model/faults.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { PlatformName } from '../model/platforms.ts';
import type { ServerProgram } from '../../protocol/servers.ts';
import { isFronted, type TopologyName } from '../model/topologies.ts';
import { assertForgetful } from '../platform/process/forgetful-disk.ts';
import { needPackages } from './needed-packages.ts';
import { assertOwnDisk } from '../provision/own-disk.ts';
import { assertMachine } from '../provision/machine-limits.ts';
import { provision, type Tool, type ToolName } from '../provision/provision.ts';

export interface Tools {
  tools: Map<ToolName, Tool>;
  missing: Map<ToolName, string>;
}

/**
 * Provisions k6 and, for processes of this machine, the servers of these stores and what breaks their wires or stands in
 * front of them, all at once. A server that cannot be had is in `missing`, with the reason; without the others the plan cannot be carried
 * out, and that rejects.
 */
export async function toolsFor(
  needs: {
    stores: readonly string[];
    /** Their servers. */
    servers: readonly ServerProgram[];
    /** The servers that subjects of one's own use. */
    used?: readonly ServerProgram[];
    faults?: readonly PlannedFault[];
    /** How servers are laid out, where that is not by themselves. */
    topologies?: readonly TopologyName[];
    platform: PlatformName;
  },
  options: { signal: AbortSignal; report: (line: string) => void },
): Promise<Tools> {
  await assertMachine();
  if (needs.platform === 'process' && needs.faults?.some(({ kind }) => takesOwnDisk(kind)))
    await assertOwnDisk(options.signal);
  const servers = new Set(needs.servers);
  if (needs.platform === 'process')
    await needPackages(needs.stores, [...servers, ...(needs.used ?? [])], options);
  // The stores' own packages are in the image of the app.
  else if (needs.topologies !== undefined && needs.topologies.length > 0)
    await needPackages([], [...servers], options);
  const takesProxies =
    (needs.faults?.some(({ kind, parameters }) => isOfWire(kind) || isOnWays(kind, parameters)) ?? false) ||
    (needs.topologies?.some(isFronted) ?? false);
  const takesDisk = needs.faults?.some(({ kind }) => undoesFiles(kind) !== undefined) ?? false;
  const ofMachine: ToolName[] = [
    ...new Set([...servers, ...(needs.used ?? [])]),
    ...(takesProxies ? (['toxiproxy-server'] as const) : []),
    ...(takesDisk ? (['forgetful-fs'] as const) : []),
  ];
  const names: ToolName[] = ['k6', ...(needs.platform === 'process' ? ofMachine : [])];
  const found = await Promise.allSettled(names.map((name) => provision(name, options)));
  options.signal.throwIfAborted();
  const tools = new Map<ToolName, Tool>();
  const missing = new Map<ToolName, string>();
  for (const [index, name] of names.entries()) {
    const result = found[index];
    if (result?.status === 'fulfilled') tools.set(name, result.value);
    else missing.set(name, reasonToGoOn(name, result?.reason));
  }
  const disk = tools.get('forgetful-fs');
  if (disk !== undefined) await assertForgetful(disk, options.signal);
  return { tools, missing };

  function reasonToGoOn(name: ToolName, error: unknown): string {
    // A setting that cannot be used is the user's to correct, and a defect is a defect; only a lack can be lived with.
    if (
      !(servers as ReadonlySet<ToolName>).has(name) ||
      !(error instanceof HoldfastError) ||
      error.exitCode !== EXIT.unavailable
    )
      throw error;
    const reason = explained(error);
    options.report(reason);
    return reason;
  }
}
