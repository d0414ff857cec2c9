import type { OperationLine } from '../../../protocol/history.ts';
import { plain } from '../../history/shape.ts';
import type { OpenSession } from '../family.ts';
import { UNEVENTFUL } from './life.ts';
import { NOTHING_WRONG } from './register.ts';
import { sessionFacts, type SessionFacts } from './session.ts';
import { endsSession, tookEffect } from './effects.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

/** Sessions of which each took over these keys of the one before: for them one history, under several names. */
interface Lineage {
  sessions: readonly OpenSession[];
  keys: ReadonlySet<string>;
}

/**
 * What a login took over was written under another name. Where it is certain which session took over what, its keys are
 * looked at through all of these names, and no longer under each by itself.
 */
export function carriedFacts(
  sessions: readonly OpenSession[],
  facts: ReadonlyMap<OpenSession, SessionFacts>,
  policy: TtlPolicy,
): SessionFacts[] {
  for (const session of sessions) leaveToOthers(session, facts.get(session));
  return lineagesOf(sessions).map(({ sessions: all, keys }) => {
    for (const session of all) leaveTo(keys, facts.get(session));
    const last = all.at(-1) as OpenSession;
    // Whether they were there, and for how long, is told of each by itself.
    const how = { isExplained: false, life: UNEVENTFUL };
    const together = sessionFacts(last.name, opsOf(all, keys), policy, how);
    return { ...together, ages: { ...together.ages, late: [] } };
  });
}

/** What came from elsewhere is none of this session's values; no more is known where it is not certain what that was. */
function leaveToOthers({ family, makers }: OpenSession, facts: SessionFacts | undefined): void {
  if (facts === undefined || makers.every(({ carries }) => carries === undefined)) return;
  const isCarried = (key: string) => makers.some((maker) => takesOver(maker, key));
  const others = family.sessions.flatMap(({ ops }) => ops);
  for (const register of facts.registers)
    if (isCarried(register.key))
      register.unknown = register.unknown.filter(
        (read) =>
          !others.some((op) => op.op !== 'read' && op.key === register.key && op.value === read.value),
      );
  facts.counters = facts.counters.filter(({ key }) => !isCarried(key));
}

function leaveTo(keys: ReadonlySet<string>, facts: SessionFacts | undefined): void {
  if (facts === undefined) return;
  for (const register of facts.registers) if (keys.has(register.key)) Object.assign(register, NOTHING_WRONG);
  facts.counters = facts.counters.map((counter) =>
    keys.has(counter.key) ? { ...counter, shortfalls: [], excess: [], revived: [], backwards: [] } : counter,
  );
}

function lineagesOf(sessions: readonly OpenSession[]): Lineage[] {
  const before = new Map<OpenSession, OpenSession>();
  const after = new Map<OpenSession, OpenSession[]>();
  for (const session of sessions) {
    const maker = makerOf(session);
    const from = maker && sessions.find(({ name }) => name === maker.session);
    if (from === undefined || from === session) continue;
    before.set(session, from);
    after.set(from, [...(after.get(from) ?? []), session]);
  }
  const isOneOfMany = (session: OpenSession) => (after.get(session)?.length ?? 0) > 1;
  const lineages = new Map<string, Lineage & { keys: Set<string> }>();
  for (const last of sessions)
    for (const key of keysOf(sessions)) {
      const [next] = after.get(last) ?? [];
      if (next !== undefined && takesOver(makerOf(next), key)) continue;
      const all = [last];
      for (
        let [session, from] = [last, before.get(last)];
        from !== undefined && !isOneOfMany(from) && !all.includes(from) && takesOver(makerOf(session), key);
        [session, from] = [from, before.get(from)]
      )
        all.unshift(from);
      const [first] = all;
      if (first === undefined || all.length === 1) continue;
      const name = JSON.stringify([first.name, last.name]);
      const known = lineages.get(name);
      if (known !== undefined) known.keys.add(key);
      else lineages.set(name, { sessions: all, keys: new Set([key]) });
    }
  return [...lineages.values()];
}

/** The login that certainly made it, out of another one. */
function makerOf({ makers }: OpenSession): OperationLine | undefined {
  const [maker] = makers;
  return makers.length === 1 && maker !== undefined && tookEffect(maker) ? maker : undefined;
}

const takesOver = (maker: OperationLine | undefined, key: string): boolean =>
  maker?.carries !== undefined && (maker.carries === true || maker.carries.includes(key));

const keysOf = (sessions: readonly OpenSession[]): ReadonlySet<string> =>
  new Set(sessions.flatMap(({ ops }) => ops.flatMap(({ key }) => key ?? [])));

/** What was done with these keys, and what emptied the sessions; the logins between them did not. */
function opsOf(sessions: readonly OpenSession[], keys: ReadonlySet<string>): OperationLine[] {
  const logins = sessions.slice(1).flatMap((session) => makerOf(session) ?? []);
  return sessions.flatMap(({ ops }, at) =>
    ops.flatMap((op) => {
      if (op.owner !== undefined || logins.includes(op)) return [];
      const isOfKey = op.key !== undefined && keys.has(op.key);
      if (at > 0 && op.op === 'create' && logins.some((login) => isMadeBy(op, login)))
        return isOfKey && op.value !== undefined ? [plain({ ...op, op: 'write' })] : [];
      if (!isOfKey) {
        const empties = op.outcome !== 'fail' && (op.op === 'create' || endsSession(op));
        return empties ? [plain({ ...op, key: undefined, value: undefined })] : [];
      }
      const isUncertain = op.dropped === true && op.op !== 'read' && op.outcome === 'ok';
      return [isUncertain ? plain({ ...op, outcome: 'info' }) : plain(op)];
    }),
  );
}

const isMadeBy = (create: OperationLine, login: OperationLine) =>
  login.next === create.session &&
  create.start === login.start &&
  create.end === login.end &&
  create.client === login.client;
