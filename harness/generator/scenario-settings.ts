import { pathToFileURL } from 'node:url';
import { skewsClock } from '../model/faults.ts';
import type { Experiment } from '../model/plan.ts';
import { subjectId } from '../model/subject-id.ts';

/** What a scenario is told of an experiment, wherever k6 runs: by the names of scenarios/lib/settings.ts. */
export function scenarioSettings(
  { id, load, subject, service, seed, faults }: Experiment,
  targets: readonly string[],
): Record<string, string> {
  return {
    EXPERIMENT: id,
    WORKLOAD: load.workload,
    STORE: subjectId(subject),
    TARGET: targets.join(','),
    INSTANCES: String(subject.instances),
    BALANCE: subject.balance,
    CLIENTS: String(load.clients),
    RATE: String(load.rate),
    ...(load.profile && { PROFILE: JSON.stringify(load.profile) }),
    ...(load.breakpoint && { BREAKPOINT: 'true' }),
    ...(load.think && { THINK_MS: `${load.think.fromMs}..${load.think.toMs}` }),
    DURATION_MS: String(load.durationMs),
    LINGER_MS: String(load.lingerMs),
    RETURNING_MS: String(load.returningMs ?? 0),
    ...(subject.pages && { PAGES: JSON.stringify(subject.pages) }),
    ...(subject.script && {
      SCRIPT: pathToFileURL(subject.script.file).href,
      DATA: JSON.stringify(subject.script.rows ?? []),
    }),
    BYTES: String(load.bytes),
    TIMEOUT_MS: String(load.timeoutMs),
    ...(service && { UNSERVED: String(service.unserved) }),
    ...(service && { RECOVER_WITHIN_MS: String(service.recoverWithinMs) }),
    TTL_MS: String(subject.ttlMs),
    ROLLING: String(subject.rolling),
    SEED: String(seed),
    ...(faults.some(({ kind }) => skewsClock(kind)) && { CLOCKS_DIFFER: 'true' }),
  };
}
