import type { FaultLine, OperationLine } from '../../protocol/history.ts';
import type { FaultToll } from '../checker/judgement.ts';
import type { PlannedFault } from '../plan/plan.ts';
import type { FaultResult } from '../report/results.ts';

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

  results(planned: readonly PlannedFault[], tolls: readonly FaultToll[]): FaultResult[] {
    return planned.map(({ id, kind, target, atMs }) => {
      const seen = this.#seen.get(id);
      const toll = tolls.find((candidate) => candidate.id === id);
      const healed = seen?.end?.phase === 'healed' ? seen.end : undefined;
      const away = unavailableMs(seen);
      return {
        id,
        kind,
        target,
        onsetMs: seen?.onset.at ?? atMs,
        ...(healed ? { healedMs: healed.at } : {}),
        tookEffect: healed !== undefined,
        evidence: seen?.end?.evidence ?? {},
        ...(away === undefined ? {} : { unavailableMs: away }),
        ...(toll ? { sessionsBefore: toll.sessionsBefore, sessionsLost: toll.sessionsLost } : {}),
      };
    });
  }
}

/** An app may answer a moment before the harness has seen that it is ready. */
const READY_MARGIN_MS = 200;

function unavailableMs(seen: Seen | undefined): number | undefined {
  if (seen?.firstFailureMs === undefined || seen.firstBackMs === undefined) return undefined;
  return seen.firstBackMs - seen.firstFailureMs;
}
