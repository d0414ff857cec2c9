import type { OperationKind, OperationLine } from '../../protocol/history.ts';
import type { Act, Came, Kept as KeptValue, Look, Visitor } from '../../protocol/script.ts';
import type { Kept } from './kept.ts';
import type { ClientRun } from './scenario.ts';
import { USER, type ScriptClient } from './script-client.ts';
import { assertFunction, assertName, assertValue, Mistake, written } from './script-mistake.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';

/** Ends a visit wherever the script is in it: a login that was not acknowledged, or the time is over. */
export class VisitOver extends Error {}

/** A login may last so long from its beginning, whatever is done meanwhile: what is older says nothing when it is gone. */
const YOUNG_SHARE = 0.5;

/** What a client keeps from visit to visit. */
export interface Visiting {
  run: ClientRun;
  settings: Settings;
  script: ScriptClient;
  kept: Kept;
  /** Its row of `--data`. */
  data: Readonly<Record<string, string>>;
  /** Sessions and texts that it has begun or given. */
  sessions: number;
  texts: number;
}

/** One visit of one client. Every step waits for its turn in the client's schedule. */
export class ScriptVisitor implements Visitor {
  readonly visit: number;
  readonly #visiting: Visiting;
  #session: Session | undefined;
  #begunMs = 0;
  #isBusy = false;
  #steps = 0;
  readonly #values = new Map<string, Set<KeptValue>>();
  /** How many were added to what the app keeps count of; without a number, nobody knows. */
  readonly #added = new Map<string, number>();
  readonly #kinds = new Map<string, 'count' | 'value'>();

  constructor(visiting: Visiting, visit: number) {
    this.#visiting = visiting;
    this.visit = visit;
  }

  get number(): number {
    return this.#visiting.run.index + 1;
  }

  get data(): Readonly<Record<string, string>> {
    return this.#visiting.data;
  }

  unique(): string {
    return `${this.#visiting.run.client.id}-${++this.#visiting.texts}`;
  }

  random(): number {
    return this.#visiting.run.random();
  }

  login(user: string, act: Act): Came {
    assertName('login', 'the name of the user, as the app shows it,', user);
    return this.#begin('login', user, act);
  }

  begin(act: Act): Came {
    return this.#begin('begin', undefined, act);
  }

  write(key: string, value: KeptValue, act: Act): Came {
    assertValue(written('write', this.#asKey('write', key, 'value')), value);
    const before = this.#values.get(key) ?? new Set();
    if (before.has(value))
      throw new Mistake(
        `${written('write', key)} writes ${JSON.stringify(value)} a second time in one session, so that looks cannot tell the two apart: visitor.unique() gives another text each time`,
      );
    this.#values.set(key, before.add(value));
    return this.#change({ step: 'write', op: 'write', key, value }, act);
  }

  remove(key: string, act: Act): Came {
    return this.#change({ step: 'remove', op: 'remove', key: this.#asKey('remove', key, 'value') }, act);
  }

  add(key: string, act: Act): Came {
    this.#asKey('add', key, 'count');
    if (!this.#visiting.script.keysOf(this.#own('add')).includes(key))
      throw new Mistake(
        `${written('add', key)} comes before ${written('count', key)}, which says what it begins with`,
      );
    const count = this.#added.get(key);
    // After one that nobody answered for, or that was not shown, nobody knows what the next is to show.
    if (count === undefined) return undefined;
    const came = this.#change({ step: 'add', op: 'write', key, value: count + 1 }, act);
    if (came === 'done') this.#added.set(key, count + 1);
    else this.#added.delete(key);
    return came;
  }

  read(key: string, look: Look): KeptValue | undefined {
    if (key !== USER) this.#asKey('read', key, 'value');
    return this.#look('read', key, look).value;
  }

  count(key: string, look: Look): number | undefined {
    this.#asKey('count', key, 'count');
    const { script } = this.#visiting;
    const isFirst = script.baseOf(this.#own('count'), key) === undefined;
    const { value, outcome, absent } = this.#look('count', key, look);
    if (outcome !== 'ok' || absent) return undefined;
    const added = Number(value ?? 0);
    if (isFirst) this.#added.set(key, 0);
    else if (this.#added.get(key) !== added) this.#added.delete(key);
    return (script.baseOf(this.#own('count'), key) ?? 0) + added;
  }

  logout(act: Act): Came {
    const session = this.#own('logout');
    const { script, kept } = this.#visiting;
    const cookies = session.cookies.copy();
    const line = this.#do('logout', act, (due) =>
      script.change(session, { step: 'logout', op: 'destroy' }, act, due),
    );
    this.#session = undefined;
    const copy = script.shown(session, cookies);
    copy.created = true;
    copy.ended = line.outcome !== 'fail';
    const [key] = script.keysOf(session);
    if (key === undefined) return cameOf(line);
    kept.leave(copy);
    if (line.outcome !== 'ok') return cameOf(line);
    script.look(session, key, this.#turn());
    script.look(copy, key, this.#turn());
    return 'done';
  }

  /** Whether it asked the app for anything. */
  get isEmpty(): boolean {
    return this.#steps === 0;
  }

  /** The visit is over: what it leaves signed in is looked at in the end. */
  leave(): void {
    const session = this.#session;
    this.#session = undefined;
    if (session?.created && this.#visiting.script.keysOf(session).length > 0)
      this.#visiting.kept.leave(session);
  }

  #begin(step: 'login' | 'begin', user: string | undefined, act: Act): Came {
    const { run, script } = this.#visiting;
    if (this.#session !== undefined)
      throw new Mistake(`${written(step, user)} comes while another session lasts: a logout comes before it`);
    const session = run.client.open(`${run.client.id}-${++this.#visiting.sessions}`);
    this.#values.clear();
    this.#added.clear();
    this.#kinds.clear();
    const line = this.#do(step, act, (due) => {
      this.#begunMs = run.clock();
      return script.begin(session, user, act, due);
    });
    if (line.outcome !== 'ok') throw new VisitOver();
    this.#session = session;
    return 'done';
  }

  #change(change: { step: string; op: OperationKind; key: string; value?: KeptValue }, act: Act): Came {
    const session = this.#own(change.step);
    return cameOf(
      this.#do(
        change.step,
        act,
        (due) => this.#visiting.script.change(session, change, act, due),
        change.key,
      ),
    );
  }

  #look(step: 'read' | 'count', key: string, look: Look): OperationLine {
    const { script } = this.#visiting;
    const session = this.#own(step);
    return this.#do(
      step,
      look,
      (due) => {
        script.by(session, key, look, { isCount: step === 'count' });
        return script.look(session, key, due);
      },
      key,
    );
  }

  #do(step: string, work: unknown, record: (due: number) => OperationLine, key?: string): OperationLine {
    assertFunction(written(step, key), work);
    if (this.#isBusy)
      throw new Mistake(`${written(step, key)} stands inside another step: one comes after the other`);
    const due = this.#turn();
    this.#isBusy = true;
    this.#steps++;
    try {
      return record(due);
    } finally {
      this.#isBusy = false;
    }
  }

  /** Waits until the next operation is due. */
  #turn(): number {
    const { run, settings } = this.#visiting;
    const session = this.#session;
    const isLost = session !== undefined && session.search.isOver;
    const isOld =
      session !== undefined && run.clock() - this.#begunMs > YOUNG_SHARE * (settings.ttlMs ?? Infinity);
    if (isLost || isOld || run.pacer.nextDue >= settings.durationMs) throw new VisitOver();
    return run.pacer.wait();
  }

  #own(step: string): Session {
    if (this.#session !== undefined) return this.#session;
    throw new Mistake(
      `${written(step)} needs a session: login or begin comes first, and after a logout again`,
    );
  }

  /** A key of this session, which is of one kind. */
  #asKey(step: string, key: unknown, kind: 'count' | 'value'): string {
    assertName(step, 'the name of a key', key);
    if (key === USER)
      throw new Mistake(`${written(step, key)}: 'user' is who is signed in, and is only read`);
    const known = this.#kinds.get(key) ?? kind;
    if (known !== kind)
      throw new Mistake(
        `'${key}' is a number of which the app keeps count (add, count), or a value (write, remove, read), and not both`,
      );
    this.#kinds.set(key, kind);
    return key;
  }
}

const cameOf = ({ outcome, absent }: OperationLine): Came =>
  absent ? 'gone' : outcome === 'ok' ? 'done' : undefined;
