import type { OperationLine } from '../../../protocol/history.ts';
import { livesUntil, renews } from './ages.ts';
import { Latest } from './latest.ts';
import {
  endsSession,
  mayTakeEffect,
  sawAbsence,
  sawPresence,
  settledBy,
  tookEffect,
  type Terms,
} from './terms.ts';

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

/** Whether a session was there when it had to be, and gone when it had to be. */
export interface Life {
  outages: Outage[];
  /** Reads that saw the session after an acknowledged end, by that end. */
  undead: Map<OperationLine, OperationLine[]>;
  /** Times that it was asked for after an acknowledged end. */
  askedAfterEnd: number;
}

const UNEVENTFUL: Life = { outages: [], undead: new Map(), askedAfterEnd: 0 };

/** `ops` in order of their start. */
export function lifeOf(ops: readonly OperationLine[], terms: Terms): Life {
  const absences = ops.filter(sawAbsence);
  const ends = ops.filter(endsSession);
  if (absences.length === 0 && ends.length === 0) return UNEVENTFUL;
  const creates = ops.filter((op) => op.op === 'create' && mayTakeEffect(op));
  const presences = ops.filter(sawPresence);
  return {
    outages: outagesOf({ ops, absences, ends, creates, presences }, terms),
    ...afterEnds({ ops, ends, creates }),
  };
}

interface Parts {
  ops: readonly OperationLine[];
  absences: OperationLine[];
  ends: OperationLine[];
  creates: OperationLine[];
  presences: OperationLine[];
}

const start = (op: OperationLine) => op.start;
const end = (op: OperationLine) => op.end;

function outagesOf({ ops, absences, ends, creates, presences }: Parts, terms: Terms): Outage[] {
  const shows = [...presences, ...creates.filter(tookEffect)];
  const lastShow = new Latest(shows, end, end);
  const lastCreate = new Latest(creates.filter(tookEffect), end, start);
  const lastEnd = new Latest(ends, start, settledBy);
  const lastRenewal = new Latest(
    ops.filter((op) => renews(op, terms)),
    end,
    start,
  );
  // The first creation that may take effect during or after a time; from then on it is another session.
  const renewals = creates.map((op) => ({ from: op.start, by: settledBy(op) }));
  const nextCreate = (time: number) =>
    renewals.reduce((least, { from, by }) => (by >= time && from < least ? from : least), Infinity);

  const groups = new Map<number, { absences: OperationLine[]; shown: OperationLine[] }>();
  for (const absence of absences) {
    const shown = lastShow.before(absence.start);
    if (shown === undefined) continue;
    if (absence.end >= livesUntil(lastRenewal.before(absence.start), terms)) continue;
    // An only creation that came before the session was seen has had its effect, acknowledged or not.
    const [only] = creates;
    const isMade = only === undefined || (creates.length === 1 && only.start <= shown.end);
    const until = isMade ? Infinity : nextCreate(absence.start);
    const created = lastCreate.before(absence.start)?.start ?? -Infinity;
    const ended = lastEnd.until(absence.end);
    if (ended !== undefined && settledBy(ended) >= created) {
      // An end explains an absence, but not one that the session came back from without being created: unless
      // the end was acknowledged by then, and what came back is a resurrection.
      const back = presences.find((op) => op.start > absence.end && op.end < until);
      if (back === undefined) continue;
      const isOver = (op: OperationLine) =>
        op.start <= absence.end && settledBy(op) >= created && settledBy(op) < back.start;
      if (ends.some(isOver)) continue;
    }
    const group = groups.get(until) ?? { absences: [], shown: [] };
    groups.set(until, group);
    group.absences.push(absence);
  }
  const outages: Outage[] = [];
  for (const [until, { absences }] of groups) {
    const first = lastCreate.before((absences[0] as OperationLine).start);
    const shown = presences.filter((op) => op.end < until && (first === undefined || op.end >= first.start));
    outages.push(...sort(absences, shown, lastShow));
  }
  return outages;
}

/** Tells the absences that the session came back from (or may have) from those after which it was never seen. */
function sort(absences: OperationLine[], shown: OperationLine[], lastShow: Latest<OperationLine>): Outage[] {
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

function afterEnds({ ops, ends, creates }: Pick<Parts, 'ops' | 'ends' | 'creates'>) {
  const undead = new Map<OperationLine, OperationLine[]>();
  let askedAfterEnd = 0;
  const acknowledged = ends.filter(tookEffect);
  if (acknowledged.length === 0) return { undead, askedAfterEnd };
  const lastEnd = new Latest(acknowledged, end, start);
  const lastCreate = new Latest(creates, start, settledBy);
  for (const op of ops) {
    if (op.op !== 'read' || !(sawPresence(op) || sawAbsence(op))) continue;
    const ended = lastEnd.before(op.start);
    if (ended === undefined) continue;
    const created = lastCreate.until(op.end);
    if (created !== undefined && settledBy(created) >= ended.start) continue;
    askedAfterEnd++;
    if (op.absent === true) continue;
    const reads = undead.get(ended);
    if (reads === undefined) undead.set(ended, [op]);
    else reads.push(op);
  }
  return { undead, askedAfterEnd };
}
