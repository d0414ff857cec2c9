import { randomBytes } from 'node:crypto';
import { availableParallelism, release, totalmem, type } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import type { Tool, ToolName } from '../provision/provision.ts';
import type { Experiment, Plan, Subject } from '../model/plan.ts';
import type { PlatformName } from '../model/platforms.ts';
import { inherited } from '../process/environment.ts';
import { subjectId } from '../model/subject-id.ts';
import { storeFacts } from '../stores/catalogue.ts';
import { serverOf } from '../stores/subject-facts.ts';
import { packagesOf } from './packages.ts';

/** The version of this Holdfast. */
export const VERSION = packageJson.version;

/** Four hexadecimal digits, if the user gave no seed. */
export const chooseSeed = (given: string | undefined): string => given ?? randomBytes(2).toString('hex');

/** A whole number that stands for the seed, whatever was given (FNV-1a, 32 bits). */
export function seedNumber(seed: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 1;
}

export interface PlanDraft {
  kind: 'prove' | 'run' | 'claims' | 'compare' | 'matrix' | 'repro' | 'suite';
  command: string;
  seed: string;
  platform: PlatformName;
  now: Date;
  experiments: readonly Experiment[];
  claims: readonly string[];
  tools: ReadonlyMap<ToolName, Tool>;
  /** Why each tool that is not in `tools` could not be had. */
  missing: ReadonlyMap<ToolName, string>;
}

/** Everything that a run will do. Experiments on a store whose server is missing are left out, and named. */
export function makePlan(draft: PlanDraft): Plan {
  const without = draft.experiments.flatMap(({ subject }) => missingFor(subject, draft.missing));
  const missing = [...new Map(without.map((each) => [each.store, each])).values()];
  const runnable = draft.experiments.filter(
    ({ subject }) => !draft.missing.has(serverOf(subject) as ToolName),
  );
  return {
    plan: 1,
    name: `${draft.now.toISOString().slice(0, 19).replaceAll(':', '-')}-${draft.kind}`,
    command: draft.command,
    seed: draft.seed,
    startedAt: draft.now.toISOString(),
    holdfast: VERSION,
    platform: draft.platform,
    machine: {
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      os: `${type()} ${release()}`,
      node: process.versions.node,
    },
    inherited: inherited(),
    tools: [...draft.tools.values()].map(({ name, version, source }) => ({ name, version, source })),
    // An app that is started by its own command has packages of its own.
    packages:
      draft.platform === 'target'
        ? []
        : packagesOf(runnable.flatMap(({ subject }) => (subject.command === undefined ? subject : []))),
    missing,
    experiments: runnable,
    claims: [...draft.claims],
    claimsAre: draft.kind === 'claims' ? 'examined' : 'proved',
  };
}

function missingFor(subject: Subject, missing: ReadonlyMap<ToolName, string>): Plan['missing'] {
  const tool = serverOf(subject);
  const reason = tool && missing.get(tool);
  if (reason === undefined) return [];
  // The same store on its usual server may be there.
  const store = tool === storeFacts(subject.store).server ? subject.store : subjectId(subject);
  return [{ store, tool: tool as string, reason }];
}
