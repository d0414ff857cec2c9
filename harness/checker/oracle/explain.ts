import type { ExperimentLine, OperationLine, Value } from '../../../protocol/history.ts';

/**
 * Brute force, for small histories: is there any order of the operations, each at some moment between its start and
 * its end, in which a session that keeps everything would have answered as it did? Written from the model in
 * docs/ANOMALIES.md alone; it shares no code with the judge.
 */
interface Event {
  op: OperationLine;
  start: number;
  /** Infinity for what may still happen at any later time. */
  end: number;
  /** It certainly happened; otherwise it may be left out. */
  must: boolean;
}

interface One {
  there: boolean;
  /** Keys that are not named here are not set, or may be anything. */
  keys: Record<string, Value>;
  isKnown: boolean;
  /** The earliest moment at which it was certainly renewed last, and the latest at which it may have been. */
  renewedFrom: number;
  renewedTo: number;
}

interface State {
  sessions: Record<string, One>;
  /** No moment from here on can be before this one. */
  now: number;
}

type TtlPolicy = Pick<ExperimentLine, 'ttlMs' | 'ttlGraceMs' | 'renewedBy'>;

/** Whether any order explains all operations of these sessions together. */
export function canBeExplained(ops: readonly OperationLine[], policy: TtlPolicy = {}): boolean {
  const events = ops.flatMap(eventOf);
  const isDead = new Set<string>();
  const allKeys = [...new Set(ops.flatMap(({ key }) => (key === undefined ? [] : [key])))];
  const ttl = policy.ttlMs ?? Infinity;
  const grace = policy.ttlGraceMs ?? 1000;

  const search = (taken: number, state: State): boolean => {
    if (events.every(({ must }, i) => !must || (taken & (1 << i)) !== 0)) return true;
    const key = `${taken} ${text(state)}`;
    if (isDead.has(key)) return false;
    for (const [i, event] of events.entries()) {
      if ((taken & (1 << i)) !== 0) continue;
      const isTooSoon = events.some(
        (other, j) => (taken & (1 << j)) === 0 && other.must && other.end < event.start,
      );
      if (isTooSoon) continue;
      for (const before of [state, ...expired(state, event)]) {
        const now = Math.max(before.now, event.start);
        if (now > event.end) continue;
        for (const after of outcomes(before, event, now)) if (search(taken | (1 << i), after)) return true;
      }
    }
    isDead.add(key);
    return false;
  };
  return initial(ops).some((state) => search(0, state));

  /** The session goes away by itself before an event. */
  function expired({ sessions, now }: State, { op, end }: Event): State[] {
    const one = sessions[op.session] as One;
    const earliest = Math.max(now, one.renewedFrom + ttl - grace);
    if (!one.there || !(earliest <= end) || earliest === Infinity) return [];
    return [{ sessions: { ...sessions, [op.session]: { ...one, there: false } }, now: earliest }];
  }

  function outcomes({ sessions: before }: State, { op, must, end }: Event, now: number): State[] {
    // Whatever renewed a session came before this, and this by its end.
    const sessions = Object.fromEntries(
      Object.entries(before).map(([name, one]) => [
        name,
        { ...one, renewedTo: Math.min(one.renewedTo, ttl === Infinity ? Infinity : end) },
      ]),
    );
    const one = sessions[op.session] as One;
    const isAlive = one.there && now <= one.renewedTo + ttl + grace;
    const renewedTo = Math.min(end, one.renewedTo + ttl + grace);
    const key = op.key ?? '';
    const given = op.value === undefined || op.key === undefined ? {} : { [key]: op.value };
    const state = (changed: Record<string, One>): State[] => [{ sessions: { ...sessions, ...changed }, now }];
    const fresh = (keys: One['keys'], isKnown = true): One => ({
      there: true,
      keys: { ...keys, ...given },
      isKnown,
      renewedFrom: now,
      renewedTo: end,
    });
    const here = (changed: Partial<One>) => state({ [op.session]: { ...one, ...changed } });

    if (op.op === 'create') return here(fresh({}));
    if (op.op === 'regenerate') {
      if (op.absent && one.there) return [];
      const taken =
        isAlive && op.carries !== undefined
          ? takenOver(one, op.carries, allKeys)
          : { keys: {}, isKnown: true };
      const next = op.next === undefined ? {} : { [op.next]: fresh(taken.keys, taken.isKnown) };
      const kept = isAlive
        ? { ...one, renewedTo, keys: op.next === undefined ? { ...one.keys, ...given } : one.keys }
        : one;
      return state({ [op.session]: op.idKept ? kept : { ...one, there: false }, ...next });
    }
    if (op.absent) return one.there ? [] : state({});
    if (op.op === 'destroy') return here({ there: false });
    if (!isAlive) return [];
    if (op.op === 'read') {
      const isRenewed = policy.renewedBy === 'any' && end < one.renewedFrom + ttl - grace;
      const renewedFrom = isRenewed ? now : one.renewedFrom;
      if (!must || op.key === undefined || op.value === undefined) return here({ renewedFrom, renewedTo });
      const isOpen = !one.isKnown && !(key in one.keys);
      if (!isOpen && (one.keys[key] ?? null) !== op.value) return [];
      return here({ renewedFrom, renewedTo, keys: { ...one.keys, [key]: op.value } });
    }
    const renewed = { renewedFrom: now, renewedTo };
    if (op.op === 'write') return here({ ...renewed, keys: { ...one.keys, ...given } });
    if (op.op === 'remove') return here({ ...renewed, keys: { ...one.keys, [key]: null } });
    if (!one.isKnown && !(key in one.keys))
      return here(must ? { ...renewed, keys: { ...one.keys, [key]: op.value ?? null } } : renewed);
    const held = one.keys[key];
    const count = (typeof held === 'number' ? held : 0) + 1;
    return must && op.value !== count ? [] : here({ ...renewed, keys: { ...one.keys, [key]: count } });
  }
}

function takenOver(
  { keys, isKnown }: One,
  carries: true | readonly string[],
  allKeys: readonly string[],
): Pick<One, 'keys' | 'isKnown'> {
  if (carries === true) return { keys, isKnown };
  const taken = Object.entries(keys).filter(([key]) => carries.includes(key));
  const left = allKeys.filter((key) => !carries.includes(key)).map((key) => [key, null] as const);
  return { keys: Object.fromEntries([...left, ...taken]), isKnown };
}

function eventOf(op: OperationLine): Event[] {
  const at = (must: boolean): Event[] => [{ op, start: op.start, end: must ? op.end : Infinity, must }];
  if (op.absent) return op.op === 'create' || op.outcome === 'info' ? [] : at(true);
  if (op.outcome === 'fail') return [];
  if (op.op === 'read') return at(op.outcome === 'ok' && op.owner === undefined);
  return at(op.outcome === 'ok' && !op.dropped && op.owner === undefined);
}

/** A session that something of the history makes, first of all, was not there; one that says so was; else, who knows. */
function initial(ops: readonly OperationLine[]): State[] {
  let states: State[] = [{ sessions: {}, now: -Infinity }];
  for (const name of new Set(ops.flatMap((op) => [op.session, op.next ?? op.session]))) {
    const own = ops.filter((op) => op.session === name);
    const makers = ops.filter(
      (op) => (op.session === name && op.op === 'create') || (op.op === 'regenerate' && op.next === name),
    );
    const isMadeFirst = makers.some((maker) =>
      own.every((op) => makers.includes(op) || maker.start < op.start),
    );
    const wasThere = own.some((op) => op.preexisting);
    const one = (there: boolean): One => ({
      there,
      keys: {},
      isKnown: !wasThere,
      renewedFrom: -Infinity,
      renewedTo: Infinity,
    });
    const choices = wasThere ? [one(true)] : isMadeFirst ? [one(false)] : [one(false), one(true)];
    states = states.flatMap(({ sessions, now }) =>
      choices.map((choice) => ({ sessions: { ...sessions, [name]: choice }, now })),
    );
  }
  return states;
}

const text = ({ sessions, now }: State): string =>
  JSON.stringify([
    now,
    Object.values(sessions).map(({ there, keys, isKnown, renewedFrom, renewedTo }) =>
      there
        ? [
            isKnown,
            String(renewedFrom),
            String(renewedTo),
            Object.entries(keys).toSorted(([a], [b]) => (a < b ? -1 : 1)),
          ]
        : null,
    ),
  ]);
