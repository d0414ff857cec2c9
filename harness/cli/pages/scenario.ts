import type { Subject } from '../../model/plan.ts';
import type { Script } from '../../model/script.ts';
import type { Workload } from '../../model/workloads.ts';
import { lookAtPages } from '../../platform/target/look-at-pages.ts';
import { readScenario, type InConfig, type PagesScenario } from './read.ts';
import { isScript, readScript } from './script.ts';
import { tryScript } from './trial.ts';

/** What clients do at an app that mounts no probe: what its pages are, or a script that asks for what it likes. */
export type Scenario = PagesScenario | { script: Omit<Script, 'checkers'> };

export const workloadOf = (scenario: string | InConfig): Workload =>
  typeof scenario === 'string' && isScript(scenario) ? 'script' : 'visit';

/** Reads either. Throws a usage error for what is wrong with it by itself. */
export const scenarioIn = (
  given: string | InConfig,
  wanted: { clients: number; data?: string | undefined },
): Scenario =>
  typeof given === 'string' && isScript(given)
    ? { script: readScript(given, wanted) }
    : readScenario(given, wanted);

/** What was seen of an app's sessions by a visit, and what of the subject clients then go by. */
interface Seen {
  /** null: until the browser is closed. */
  ttlMs: number | null;
  refused: string | undefined;
  by: Pick<Subject, 'pages' | 'script'>;
}

/** Visits an app that is whole as clients will. Rejects with what would make nothing certain of what they see. */
export async function lookByScenario(
  scenario: Scenario,
  where: Parameters<typeof tryScript>[1],
): Promise<Seen> {
  if ('script' in scenario) {
    const { script, ttlMs, refused } = await tryScript(scenario.script, where);
    return { ttlMs, refused, by: { script } };
  }
  const { pages, ttlMs } = scenario;
  const [target = ''] = where.targets;
  return { ...(await lookAtPages(target, pages, { signal: where.signal, ttlMs })), by: { pages } };
}
