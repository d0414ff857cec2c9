import { ANYTHING, take, type Event, type Session } from '../../model/session.ts';
import { Cells } from './cells.ts';
import type { Compiled, Happening } from './compile.ts';
import { including, Sight, without, type Config } from './config.ts';
import type { Decision } from './decision.ts';
import { isOfLife, Optional, type Choice } from './optional.ts';
import { Sought } from './sought.ts';
import { Wanted } from './wanted.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

/**
 * Goes from answer to answer. Before the operation that is answered, others that are under way may have happened, in any
 * order; those on another key only where something may end or make the session meanwhile, since else it makes no
 * difference. Of those that nobody knows of, each happens at the last moment at which it can be of use.
 */
export class Search {
  readonly #compiled: Compiled;
  readonly #policy: TtlPolicy;
  readonly #isTimed: boolean;
  readonly #cells: Cells;
  readonly #sought: Sought;
  readonly #optional: Optional;
  readonly #sight: Sight;
  #left: number;
  #frontier: Config[];
  /** Under way: begun, and not answered yet. */
  #open: number[] = [];
  #wanted: Wanted;
  /** By session: how often it is to be made yet, or may be. */
  readonly #makers = new Map<number, number>();
  readonly #over = new Set<number>();

  constructor(compiled: Compiled, policy: TtlPolicy, budget: number) {
    this.#compiled = compiled;
    this.#policy = policy;
    this.#isTimed = policy.ttlMs !== Infinity;
    this.#left = budget;
    this.#cells = new Cells(compiled, this.#isTimed);
    this.#sought = new Sought(compiled, this.#cells);
    this.#optional = new Optional(this.#sought, this.#isTimed);
    this.#sight = new Sight(compiled, this.#cells, this.#sought, this.#isTimed);
    this.#wanted = new Wanted(compiled, this.#open);
    for (const { op, session, next } of compiled.happenings)
      if (op === 'create') this.#made(session, 1);
      else if (op === 'regenerate') this.#made(next, 1);
    this.#frontier = compiled.beginnings.map((world) => ({ world, early: [], used: [] }));
  }

  decide(): Decision {
    const { happenings } = this.#compiled;
    let begun = 0;
    for (const answer of answersOf(happenings)) {
      const answered = this.#at(answer);
      for (; begun < happenings.length && this.#at(begun).start <= answered.end; begun++)
        if (this.#at(begun).must) this.#open.push(begun);
        else if (!this.#isOver(this.#at(begun))) this.#optional.begin(this.#at(begun));
      this.#answer(answer);
      if (this.#left < 0) return { kind: 'undecided' };
      if (this.#frontier.length === 0) return { kind: 'unexplained', at: answered.line };
      this.#open = this.#open.filter((i) => i !== answer);
      this.#sought.count(answered, -1);
      for (const choice of [...this.#optional.forgotten(answered.key), ...this.#ended(answered)])
        for (const config of this.#frontier) config.used = without(config.used, choice);
    }
    return { kind: 'explained' };
  }

  /** The session is not there in any way that is left, and nothing makes it again: what may have been done in it was. */
  #ended({ op, session, next, absent }: Happening): number[] {
    for (const made of op === 'create' ? [session] : op === 'regenerate' ? [next] : []) this.#made(made, -1);
    if (op !== 'destroy' && op !== 'regenerate' && !absent) return [];
    if ((this.#makers.get(session) ?? 0) > 0) return [];
    if (this.#frontier.some(({ world }) => world.sessions[session]?.there === true)) return [];
    this.#over.add(session);
    return this.#optional.over(session);
  }

  #made(session: number, by: number): void {
    this.#makers.set(session, (this.#makers.get(session) ?? 0) + by);
  }

  /** Done in a session that is over, it can no longer have happened. What makes another session can. */
  #isOver(event: Happening): boolean {
    return this.#over.has(event.session) && !isOfLife(event);
  }

  #at(i: number): Happening {
    return this.#compiled.happenings[i] as Happening;
  }

  /** Every way up to now, continued in every way in which the answer can have come about. */
  #answer(answer: number): void {
    this.#wanted = new Wanted(this.#compiled, this.#open);
    const isLife =
      this.#isTimed || this.#optional.hasLife || this.#open.some((i) => changesLife(this.#at(i)));
    const after: Config[] = [];
    const todo: Config[] = [];
    let seen: Set<string> | undefined;
    const visit = (config: Config) => {
      this.#absorb(config);
      if (config.early.includes(answer)) {
        config.early = config.early.filter((i) => i !== answer);
        after.push(config);
        return;
      }
      seen ??= new Set();
      const key = this.#sight.keyOf(config);
      if (seen.has(key)) return;
      seen.add(key);
      todo.push(config);
    };
    for (const config of this.#frontier) visit(config);
    for (let config = todo.pop(); config !== undefined; config = todo.pop()) {
      if (--this.#left < 0) return;
      this.#continue(config, answer, isLife, visit);
    }
    this.#frontier = after.length < 2 ? after : this.#different(after);
  }

  #different(configs: readonly Config[]): Config[] {
    const different = new Map<string, Config>();
    for (const config of configs) different.set(this.#sight.keyOf(config), config);
    return [...different.values()];
  }

  #continue(config: Config, answer: number, isLife: boolean, visit: (config: Config) => void): void {
    const target = this.#at(answer);
    if (!isLife && this.#cells.isCounter[target.slot] === true) {
      this.#count(config, answer, visit);
      return;
    }
    for (const i of this.#open) {
      if (config.early.includes(i) || (i !== answer && !this.#mayComeBefore(i, config, target, isLife)))
        continue;
      for (const next of this.#after(config, this.#at(i)))
        visit({ ...next, early: including(next.early, i) });
    }
    for (const choice of isLife ? this.#optional.all() : this.#optional.in(target.slot)) {
      const event = choice.next(config.used);
      if (event === undefined || !this.#isOfUse(event, config)) continue;
      for (const next of this.#after(config, event)) visit({ ...next, used: choice.use(next.used) });
    }
  }

  /** A counter only goes up: whoever is told the next number is next, and only then one that was told nothing. */
  #count(config: Config, answer: number, visit: (config: Config) => void): void {
    const target = this.#at(answer);
    const { there, held } = config.world.sessions[target.session] as Session;
    const count = Number(held[target.key]);
    if (!there || count >= this.#wanted.most(target) + (target.op === 'increment' ? 1 : 0)) return;
    const isNext = (i: number) => {
      const event = this.#at(i);
      return event.slot === target.slot && event.op === 'increment' && event.value === count + 1;
    };
    const next = isNext(answer) ? answer : this.#open.find((i) => isNext(i) && !config.early.includes(i));
    const choice: Choice | undefined =
      next === undefined ? [...this.#optional.in(target.slot)][0] : undefined;
    const event = next === undefined ? choice?.next(config.used) : this.#at(next);
    if (event === undefined) return;
    for (const way of this.#after(config, event))
      visit({
        world: way.world,
        early: next === undefined ? way.early : including(way.early, next),
        used: choice === undefined ? way.used : choice.use(way.used),
      });
  }

  #mayComeBefore(i: number, config: Config, target: Happening, isLife: boolean): boolean {
    const event = this.#at(i);
    if (!isLife && (event.slot !== target.slot || event.slot < 0)) return false;
    if (this.#isTimed) return true;
    if (isNeutral(event)) return isAnything(config, event);
    // It is taken for having happened just before another, when that does.
    return !this.#sight.isUnread(event, config.early);
  }

  #isOfUse(event: Happening, config: Config): boolean {
    const session = config.world.sessions[event.session] as Session;
    if (event.op === 'create' || event.op === 'regenerate') return true;
    if (event.op === 'destroy' && !session.there) return false;
    if (event.op === 'destroy') return this.#compiled.hasCarried || this.#wanted.absence(event.session);
    // Where the clock is of several sessions, what happens to another may come after the last moment for this.
    const isPressed =
      config.world.sessions.length > 1 || this.#wanted.startsAfter(event.session, session.aliveUntil);
    if (this.#isTimed && (isPressed || this.#mayEndSooner(event))) return true;
    if (event.op === 'read') return false;
    const held = session.held[event.key];
    if (event.op === 'increment') return typeof held !== 'number' || held < this.#wanted.most(event);
    if (this.#compiled.hasCarried || this.#cells.isCounted[event.slot] === true) return true;
    return this.#wanted.cell(event.cell);
  }

  /** It starts the time to live afresh: the earlier it happened, the earlier may the session be gone. */
  #mayEndSooner(event: Happening): boolean {
    return event.op !== 'read' && this.#compiled.hasAbsent && this.#sought.sees(event);
  }

  /** The ways in which an event can come next: two, where it takes over data that may be gone. */
  #after(config: Config, event: Happening): Config[] {
    const ways = [this.#next(config, event)];
    if (this.#isTimed && event.op === 'regenerate' && event.carries !== 'none' && !event.absent) {
      const gone = this.#next(config, { ...event, op: 'expire', absent: true });
      if (gone !== undefined) ways.push(this.#next(gone, event));
    }
    return ways.filter((way) => way !== undefined);
  }

  #next(config: Config, event: Happening): Config | undefined {
    const early = this.#replacing(config, event);
    if (early === undefined) return undefined;
    const { now, sessions } = config.world;
    const world = {
      now,
      sessions: sessions.map((session, i) =>
        (this.#isTimed && session.there) || i === event.session || i === event.next
          ? session.copy()
          : session,
      ),
    };
    return take(world, event, this.#policy) ? { world, early, used: config.used } : undefined;
  }

  /** What has happened unseen if this happens next; undefined: it replaces what is still to be read. */
  #replacing(config: Config, event: Happening): readonly number[] | undefined {
    const { op, session: number, slot, key } = event;
    if (this.#isTimed || event.absent) return config.early;
    const session = config.world.sessions[number] as Session;
    if (op === 'write' || op === 'remove') {
      if (this.#sight.isIrreplaceable(config, session, slot, key)) return undefined;
      return session.there
        ? this.#withUnread(config.early, event, (other) => other.slot === slot)
        : config.early;
    }
    if (!isOfLife(event)) return config.early;
    let { early } = config;
    // What a login makes may have been there before, under the same name: it begins anew as well.
    for (const over of event.idKept ? [event.next] : [number, event.next]) {
      const session = config.world.sessions[over];
      if (session?.there !== true) continue;
      for (let i = 0; i < session.held.length; i++)
        if (this.#sight.isIrreplaceable(config, session, this.#cells.slot(over, i), i)) return undefined;
      early = this.#withUnread(early, event, (other) => other.session === over);
    }
    return early;
  }

  #withUnread(
    early: readonly number[],
    event: Happening,
    isReplaced: (other: Happening) => boolean,
  ): readonly number[] {
    let all = early;
    for (const i of this.#open) {
      const other = this.#at(i);
      if (other !== event && !early.includes(i) && isReplaced(other) && this.#sight.isUnread(other, early))
        all = including(all, i);
    }
    return all;
  }

  /** What is answered as it stands changes nothing by having happened now: it is best out of the way. */
  #absorb(config: Config): void {
    if (this.#isTimed) return;
    for (const i of this.#open) {
      const event = this.#at(i);
      if (!isNeutral(event) || config.early.includes(i)) continue;
      const session = config.world.sessions[event.session] as Session;
      if (event.absent ? session.there : !session.there) continue;
      const isOther = event.key >= 0 && event.value !== undefined && session.held[event.key] !== event.value;
      if (event.absent || !isOther) config.early = including(config.early, i);
    }
  }
}

/** By the time of their answers, those that have one. */
function answersOf(happenings: readonly Happening[]): number[] {
  return [...happenings.keys()]
    .filter((i) => (happenings[i] as Happening).must)
    .toSorted((a, b) => (happenings[a] as Happening).end - (happenings[b] as Happening).end);
}

/** It shows how things stand, and leaves them so. */
const isNeutral = ({ op, absent }: Event): boolean => op === 'read' || (absent && op !== 'regenerate');

/** A read of what may be anything tells what it is. */
const isAnything = ({ world }: Config, { session, key, absent }: Event): boolean =>
  !absent && world.sessions[session]?.held[key] === ANYTHING;

const changesLife = ({ op, absent }: Event): boolean =>
  op === 'create' || op === 'regenerate' || (op === 'destroy' && !absent);
