import type { FaultLine, OperationLine } from '../../protocol/history.ts';
import type { FaultToll } from '../checker/judgement.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { FaultResult } from '../model/results.ts';

interface Seen {
  onset: FaultLine;
  end?: FaultLine;
  /** End of the last operation that was acknowledged before any one failed. */
  firstFailureMs?: number;
  firstBackMs?: number;
}

/** What became of each fault: whether it took effect, when it healed, how long clients were without the app. */
export class FaultLog {
  readonly #seen = new Map<string, Seen>();

  fault(line: FaultLine): void {
    const seen = this.#seen.get(line.id);
    if (line.phase === 'onset') this.#seen.set(line.id, { onset: line });
    else if (seen) seen.end = line;
  }

  /**
   * From the first operation that the target did not answer after the onset to the first acknowledged one that was
   * sent after that. Other instances go on answering; only what hit the fault counts.
   */
  operation({ outcome, absent, start, end }: OperationLine): void {
    for (const seen of this.#seen.values()) {
      if (seen.firstBackMs !== undefined || end < seen.onset.at) continue;
      if (outcome !== 'ok' && absent === undefined) seen.firstFailureMs ??= start;
      else if (seen.firstFailureMs !== undefined && start > seen.firstFailureMs) {
        if (seen.end !== undefined && start >= seen.end.at - READY_MARGIN_MS) seen.firstBackMs = end;
      }
    }
  }

  /** The planned faults in their order, then those that nobody planned. */
  results(planned: readonly PlannedFault[], tolls: readonly FaultToll[]): FaultResult[] {
    const unplanned = [...this.#seen.values()]
      .map(({ onset }) => onset)
      .filter(({ id }) => !planned.some((fault) => fault.id === id));
    return [
      ...planned.map(({ id, kind, target, atMs }) =>
        this.#result({ id, kind, target, planned: true, onsetMs: atMs }, tolls),
      ),
      ...unplanned.map(({ id, fault, target, at }) =>
        this.#result({ id, kind: fault, target, planned: false, onsetMs: at }, tolls),
      ),
    ];
  }

  #result(
    fault: Pick<FaultResult, 'id' | 'kind' | 'target' | 'planned' | 'onsetMs'>,
    tolls: readonly FaultToll[],
  ): FaultResult {
    const seen = this.#seen.get(fault.id);
    const toll = tolls.find(({ id }) => id === fault.id);
    const healed = seen?.end?.phase === 'healed' ? seen.end : undefined;
    const away = unavailableMs(seen);
    return {
      ...fault,
      onsetMs: seen?.onset.at ?? fault.onsetMs,
      ...(healed ? { healedMs: healed.at } : {}),
      tookEffect: healed !== undefined,
      evidence: seen?.end?.evidence ?? {},
      ...(away === undefined ? {} : { unavailableMs: away }),
      ...(toll ? { sessionsBefore: toll.sessionsBefore, sessionsLost: toll.sessionsLost } : {}),
    };
  }
}

/** An app may answer a moment before the harness has seen that it is ready. */
const READY_MARGIN_MS = 200;

function unavailableMs(seen: Seen | undefined): number | undefined {
  if (seen?.firstFailureMs === undefined || seen.firstBackMs === undefined) return undefined;
  return seen.firstBackMs - seen.firstFailureMs;
}
