import type { FaultLine } from '../../protocol/history.ts';
import type { FaultToll, ServedJudgement } from '../checker/judgement.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultResult } from '../model/results.ts';

interface Seen {
  onset: FaultLine;
  end?: FaultLine;
}

/** What the judge says of each fault. */
interface Judged {
  perFault: readonly FaultToll[];
  recoveries: ServedJudgement['recoveries'];
}

/** What became of each fault: whether it took effect, when it healed, and what the judge says of it. */
export class FaultLog {
  readonly #seen = new Map<string, Seen>();

  fault(line: FaultLine): void {
    const seen = this.#seen.get(line.id);
    if (line.phase === 'onset') this.#seen.set(line.id, { onset: line });
    else if (seen) seen.end = line;
  }

  /** The planned faults in their order, then those that nobody planned. */
  results(planned: readonly PlannedFault[], judged: Judged): FaultResult[] {
    const unplanned = [...this.#seen.values()]
      .map(({ onset }) => onset)
      .filter(({ id }) => !planned.some((fault) => fault.id === id));
    return [
      ...planned.map(({ id, kind, target, atMs }) =>
        this.#result({ id, kind, target, planned: true, onsetMs: atMs }, judged),
      ),
      ...unplanned.map(({ id, fault, target, at }) =>
        this.#result({ id, kind: fault, target, planned: false, onsetMs: at }, judged),
      ),
    ];
  }

  #result(
    fault: Pick<FaultResult, 'id' | 'kind' | 'target' | 'planned' | 'onsetMs'>,
    { perFault, recoveries }: Judged,
  ): FaultResult {
    const seen = this.#seen.get(fault.id);
    const toll = perFault.find(({ id }) => id === fault.id);
    const healed = seen?.end?.phase === 'healed' ? seen.end : undefined;
    const { unavailableMs, noneServedMs, ...recovery } = recoveries.get(fault.id) ?? { verdict: undefined };
    return {
      ...fault,
      onsetMs: seen?.onset.at ?? fault.onsetMs,
      ...(healed ? { healedMs: healed.at } : {}),
      tookEffect: healed !== undefined,
      evidence: seen?.end?.evidence ?? {},
      ...(unavailableMs === undefined ? {} : { unavailableMs }),
      ...(noneServedMs === undefined ? {} : { noneServedMs }),
      ...(recovery.verdict === undefined ? {} : { recovery: { ...recovery, verdict: recovery.verdict } }),
      ...(toll ? { sessionsBefore: toll.sessionsBefore, sessionsLost: toll.sessionsLost } : {}),
    };
  }
}
