import type { OperationLine } from '../../../protocol/history.ts';
import { livesUntil, renewalsAmong } from './ages.ts';
import { count } from '../count.ts';
import { IntervalIndex } from './interval-index.ts';
import { PrefixMaximum } from './prefix-maximum.ts';
import { sawPresence, settledBy, tookEffect } from './effects.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

/** Absences of one session, between two creations of it, that nothing explains. */
export interface Outage {
  /** Lost: not seen again. Unavailable: it came back, or may have. */
  kind: 'lost' | 'unavailable';
  absences: OperationLine[];
  /** The last operation before them that shows that the session was there. */
  before: OperationLine;
  /** A later operation that shows it again. */
  again: OperationLine | undefined;
}

/** A session's operations by what they say of whether it is there; each in order of start. */
interface Parts {
  ops: readonly OperationLine[];
  absences: OperationLine[];
  ends: OperationLine[];
  creates: OperationLine[];
  presences: OperationLine[];
}

const start = (op: OperationLine) => op.start;
const end = (op: OperationLine) => op.end;

export function outagesOf(parts: Parts, policy: TtlPolicy): Outage[] {
  const lastShow = new PrefixMaximum([...parts.presences, ...parts.creates.filter(tookEffect)], end, end);
  const lastCreate = new PrefixMaximum(parts.creates.filter(tookEffect), end, start);
  const presences = new IntervalIndex(parts.presences);
  const nextCreate = creationAfter(parts.creates);
  const isExplained = explanations(parts, presences, lastCreate, policy);

  /** By the creation that comes next: from then on it is another session. */
  const groups = new Map<number, OperationLine[]>();
  for (const absence of parts.absences) {
    const shown = lastShow.before(absence.start);
    if (shown === undefined) continue;
    const until = nextCreate(absence, shown);
    if (isExplained(absence, until)) continue;
    const group = groups.get(until);
    if (group === undefined) groups.set(until, [absence]);
    else group.push(absence);
  }
  return [...groups].flatMap(([until, absences]) => {
    const since = lastCreate.before((absences[0] as OperationLine).start)?.start ?? -Infinity;
    return distinguish(
      absences,
      presences.between(since, until).filter((op) => op.end < until),
      lastShow,
    );
  });
}

/** The start of the first creation that may take effect during or after an absence. */
function creationAfter(creates: readonly OperationLine[]) {
  const [only] = creates;
  const soonest = new PrefixMaximum(
    creates,
    (op) => -settledBy(op),
    (op) => -op.start,
  );
  return (absence: OperationLine, shown: OperationLine): number => {
    // An only creation that came before the session was seen has had its effect, acknowledged or not.
    if (only === undefined || (creates.length === 1 && only.start <= shown.end)) return Infinity;
    return soonest.until(-absence.start)?.start ?? Infinity;
  };
}

const name = ({ key, value }: OperationLine) => JSON.stringify([key, value]);

/** What nobody answered, and what is seen of it later: by then it had happened. */
function shownToHaveHappened(ops: readonly OperationLine[]): OperationLine[] {
  const shown: OperationLine[] = [];
  const [first] = ops;
  if (first?.op === 'create' && first.outcome === 'info' && count(ops, isCreate) === 1) {
    const sight = ops.find(sawPresence);
    if (sight !== undefined) shown.push({ ...first, outcome: 'ok', end: sight.end });
  }
  const written = new Map<string, OperationLine>();
  for (const op of ops) if (op.op === 'write' && op.outcome === 'info') written.set(name(op), op);
  if (written.size === 0) return shown;
  for (const read of ops) {
    if (read.op !== 'read' || !sawPresence(read)) continue;
    const write = written.get(name(read));
    if (write !== undefined) shown.push({ ...write, outcome: 'ok', end: read.end });
    written.delete(name(read));
  }
  return shown;
}

const byStart = (one: OperationLine, other: OperationLine) => one.start - other.start;
const isCreate = ({ op }: OperationLine) => op === 'create';

function explanations(
  { ops, ends }: Parts,
  presences: IntervalIndex,
  lastCreate: PrefixMaximum<OperationLine>,
  policy: TtlPolicy,
): (absence: OperationLine, until: number) => boolean {
  const lastEnd = new PrefixMaximum(ends, start, settledBy);
  const renewals =
    policy.ttlMs === Infinity
      ? []
      : renewalsAmong([...ops, ...shownToHaveHappened(ops)].toSorted(byStart), policy);
  const lastRenewal = new PrefixMaximum(renewals, end, start);
  return (absence, until) => {
    if (absence.end >= livesUntil(lastRenewal.before(absence.start), policy)) return true;
    const created = lastCreate.before(absence.start)?.start ?? -Infinity;
    const ended = lastEnd.until(absence.end);
    if (ended === undefined || settledBy(ended) < created) return false;
    // An end explains an absence, but not one that the session came back from without being created: unless the
    // end was acknowledged by then, and what came back is a resurrection.
    const back = presences.firstAfter(absence.end, until);
    if (back === undefined) return true;
    return ends.some(
      (op) => op.start <= absence.end && settledBy(op) >= created && settledBy(op) < back.start,
    );
  };
}

/** Tells the absences that the session came back from (or may have) from those after which it was never seen. */
function distinguish(
  absences: OperationLine[],
  shown: OperationLine[],
  lastShow: PrefixMaximum<OperationLine>,
): Outage[] {
  const lastShownEnd = shown.reduce((latest, op) => Math.max(latest, op.end), -Infinity);
  const lastShownStart = shown.reduce((latest, op) => Math.max(latest, op.start), -Infinity);
  const gone = absences.filter((absence) => lastShownEnd < absence.start);
  const cameBack = absences.some((absence) => lastShownStart > absence.end);
  // Once it has come back, only an instance that had shown it can say that it is gone: another may be the one
  // that cannot see it.
  const instances = new Set(shown.map((op) => op.instance));
  const certain =
    gone.length > 0 &&
    (!cameBack || gone.some(({ instance }) => instance === undefined || instances.has(instance)));
  const kept = certain ? gone : [];
  const others = certain ? absences.filter((absence) => lastShownEnd >= absence.start) : absences;
  const outage = (kind: Outage['kind'], absences: OperationLine[]): Outage[] => {
    const [first] = absences;
    if (first === undefined) return [];
    return [
      {
        kind,
        absences,
        before: lastShow.before(first.start) as OperationLine,
        again: shown.find((op) => op.start > first.end),
      },
    ];
  };
  return [...outage('unavailable', others), ...outage('lost', kept)];
}
