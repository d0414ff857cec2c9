/**
 * Rules of the model, of the decision and of the checkers, each broken in turn by one change of text. Every one of them
 * must be noticed by the suite of harness/checker and harness/model.
 */
export interface Mutant {
  file: string;
  from: string;
  to: string;
}

const in_ =
  (file: string) =>
  (from: string, to: string): Mutant => ({ file, from, to });
const model = in_('harness/model/session.ts');
const search = in_('harness/checker/decide/search.ts');
const config = in_('harness/checker/decide/config.ts');
const optional = in_('harness/checker/decide/optional.ts');
const sought = in_('harness/checker/decide/sought.ts');
const cells = in_('harness/checker/decide/cells.ts');
const compile = in_('harness/checker/decide/compile.ts');
const decide = in_('harness/checker/decide/decide.ts');
const alone = in_('harness/checker/decide/alone.ts');
const checker = (name: string) => in_(`harness/checker/${name}.ts`);

export const MUTANTS: readonly Mutant[] = [
  model(
    "op.op === 'create' || op.outcome === 'info' ? 'never' : 'must'",
    "op.op === 'create' ? 'never' : 'must'",
  ),
  model("if (op.outcome === 'fail') return 'never';", "if (op.outcome === 'fail') return 'may';"),
  model("op.outcome === 'info' || op.owner !== undefined", "op.outcome === 'info'"),
  model(
    "op.dropped === true && op.op !== 'read' ? 'may'",
    "op.dropped === true && op.op !== 'read' ? 'must'",
  ),
  model('if (from > event.end) return false;', 'if (from >= event.end + 1) return false;'),
  model('event.end + policy.ttlMs + policy.graceMs);\n  if', 'Infinity);\n  if'),
  model('session.held.fill(null), event', 'session.held, event'),
  model("    case 'destroy':\n      session.there = false;", "    case 'destroy':"),
  model('if (!session.there || from > session.aliveUntil)', 'if (!session.there)'),
  model('if (!session.there || from > session.aliveUntil)', 'if (from > session.aliveUntil)'),
  model("op !== 'read' || (renewedBy === 'any' && end < goneFrom)", "op !== 'read'"),
  model("op !== 'read' || (renewedBy === 'any' && end < goneFrom)", "op !== 'read' || renewedBy === 'any'"),
  model(
    "op !== 'read' || (renewedBy === 'any' && end < goneFrom)",
    "op !== 'read' || (renewedBy === 'any' && end <= goneFrom)",
  ),
  model('if (session.goneFrom > end) return false;', 'if (session.goneFrom >= end) return false;'),
  model('if (session.goneFrom > world.now) world.now = session.goneFrom;', ''),
  model(
    'end + policy.ttlMs + policy.graceMs;\n  session.goneFrom = from',
    'end + policy.ttlMs;\n  session.goneFrom = from',
  ),
  model('session.goneFrom = from + policy.ttlMs - policy.graceMs', 'session.goneFrom = from + policy.ttlMs'),
  model('isThere && isCarried(key) ? value : null', 'isCarried(key) ? value : null'),
  model("carries === 'all' || (carries", "carries !== 'none' || (carries"),
  model('if (!event.idKept) session.there = false;', 'session.there = false;'),
  model('Math.min(session.aliveUntil, end) + policy.ttlMs', 'end + policy.ttlMs'),
  model("else if (op === 'remove') held[key] = null;", "else if (op === 'remove') return true;"),
  model('else return now === value;', 'else return true;'),
  model("typeof now === 'number' ? now : 0) + 1", "typeof now === 'number' ? now : 1) + 1"),
  model(
    'count !== ANYTHING && count !== value) return false',
    'count !== ANYTHING && Number(count) < Number(value)) return false',
  ),
  model(
    "if (event.op === 'regenerate') makeNext(world, session, event, policy);\n    return true;",
    'return true;',
  ),
  compile('if (preexisting === true) return', 'if (preexisting === undefined && false) return'),
  compile("return made < others || ops.length === 0 ? 'absent' : 'maybe';", "return 'maybe';"),
  compile("return made < others || ops.length === 0 ? 'absent' : 'maybe';", "return 'absent';"),
  compile('end: must ? line.end : Infinity,', 'end: line.end,'),
  compile('>= (happenings[i] as Happening).start)', '> (happenings[i] as Happening).start)'),
  compile('if (ttlMs !== Infinity) session.goneFrom = -Infinity;', ''),
  decide('spanMs >= policy.ttlMs - policy.graceMs ||', 'spanMs >= 2 * policy.ttlMs ||'),
  decide('compiled.hasCarried && timed.ttlMs !== Infinity', 'compiled.hasCarried && timed.ttlMs === 0'),
  alone("op.start <= end || op.op === 'regenerate'", "op.start < end || op.op === 'regenerate'"),
  alone("if (ops[0]?.op !== 'create') return undefined;", ''),
  search('event.idKept ? [event.next] : [number, event.next]', 'event.idKept ? [] : [number]'),
  search('isPressed || this.#mayEndSooner(event)', 'isPressed'),
  search('this.#at(begun).start <= answered.end', 'this.#at(begun).start < answered.end'),
  search('if (this.#frontier.length === 0) return', 'if (this.#frontier.length === -1) return'),
  search('this.#optional.hasLife || this.#open.some', 'this.#open.some'),
  search(
    '(event.slot !== target.slot || event.slot < 0)) return false;',
    '(event.slot !== target.slot || event.slot < 0)) return true;',
  ),
  search('if (isNeutral(event)) return isAnything(config, event);', 'if (isNeutral(event)) return false;'),
  search('return !this.#sight.isUnread(event, config.early);', 'return false;'),
  search('return this.#compiled.hasCarried || this.#wanted.absence(event.session);', 'return false;'),
  search('config.world.sessions.length > 1 || this.#wanted.startsAfter', 'this.#wanted.startsAfter'),
  search('if (this.#isTimed && (isPressed || this.#mayEndSooner(event))) return true;', ''),
  search('return this.#wanted.cell(event.cell);', 'return false;'),
  search('if (gone !== undefined) ways.push(this.#next(gone, event));', ''),
  search(
    'if (this.#sight.isIrreplaceable(config, session, slot, key)) return undefined;',
    'if (this.#sight.isWanted(config.early, event.cell)) return undefined;',
  ),
  search('(other) => other.slot === slot', '() => true'),
  search(
    '(event.absent ? session.there : !session.there) continue;',
    '(event.absent ? session.there : false) continue;',
  ),
  search('count >= this.#wanted.most(target) +', 'count + 1 >= this.#wanted.most(target) +'),
  config("if (event.op === 'read' && event.cell === cell) reads--;", 'if (event.cell === cell) reads = 0;'),
  config('if (value === null && this.#cells.isUnsetOnce[slot] !== true) return false;', ''),
  config('early.join()', "''"),
  config('used.join()', "''"),
  optional('return this.#happenings[this.#count(used)];', 'return this.#happenings[0];'),
  sought('if (this.#isCounted[place] === true) return (this.#ofPlace[place] as number) > 0;', ''),
  sought('=== true) return false;', '=== true && value === null) return false;'),
  sought('value === ANYTHING || ', ''),
  sought('return !this.#isRead(key, value, this.#cells.cell(slot, value));', 'return true;'),
  sought('return this.#hasCarried ? key : slot;', 'return slot;'),
  search('if ((this.#makers.get(session) ?? 0) > 0) return [];', ''),
  search('if (this.#frontier.some(({ world }) => world.sessions[session]?.there === true)) return [];', ''),
  search(
    'return this.#over.has(event.session) && !isOfLife(event);',
    'return this.#over.has(event.session);',
  ),
  cells('else if (this.#written.has(happening.cell)) this.isPlain[slot] = false;', ''),
  cells(
    'if (left === null) this.isUnsetOnce[slot] = false;',
    'if (left === null) this.isUnsetOnce[slot] = true;',
  ),
  cells('if (made.has(maker)) emptied.push(maker);', ''),
  compile('[...sessions, choice].map((session) => session.copy())', '[...sessions, choice.copy()]'),
  checker('collector')('if (saysWhy && this.#isExplained) return;', ''),
  checker('findings')('isExplained: !unexplained.has(session)', 'isExplained: false'),
  checker('findings')(
    "decision.kind === 'unexplained' && this.#named === 0",
    "decision.kind === 'undecided'",
  ),
  checker('never-saved')('stretch.left--;', ''),
  checker('never-saved')('if (taken.size < lost.count) {', 'if (taken.size === 0) {'),
  checker('never-saved')('laid.has(op)', 'stretches.length === 0'),
  checker('never-saved')('for (const stretch of taken.values()) stretch.left++;', ''),
  checker('facts/counter-shortfalls')('if (bounds.showsAll(op, lost)) shownBy = op;', ''),
  checker('facts/counter-bounds')('return isOwn ? [shownBy, ...due] : due;', 'return due;'),
  checker('facts/counter-bounds')('countOf(op) + lost === this.most(op)', 'countOf(op) === this.most(op)'),
  checker('facts/counter-bounds')('if (increment.end < op.start) due', 'due'),
  checker('suspects')("op.op === 'regenerate' ? (op.next ?? op.session) : op.session", 'op.session'),
  checker('facts/counter-shortfalls')(
    'other !== undefined && op.start <= other.end && !isAfresh',
    'other !== undefined && !isAfresh',
  ),
  checker('facts/counter-shortfalls')('op.start <= other.end && !isAfresh', 'op.start <= other.end'),
  checker('facts/life')(
    "if (!sawPresence(op) && !(op.op === 'read' && sawAbsence(op))) continue;",
    "if (op.op !== 'read') continue;",
  ),
  checker('facts/ages')('const saw = sawPresence(op);', "const saw = op.op === 'read' && sawPresence(op);"),
  checker('facts/ages')('(1 + this.#unanswered) * this.#allowanceMs', 'this.#allowanceMs'),
  checker('facts/session')('only.end = only.start;', ''),
  checker('facts/misread')(
    'op.value !== undefined) {\n      this.#isUnsetOnce = false;',
    'op.value !== undefined) {',
  ),
  checker('facts/session')('...outlived(ages, policy)]', ']'),
  checker('facts/counter-bounds')('this.most(op) - below(this.#acknowledgedEnds, start)', 'this.most(op)'),
  checker('facts/counter-bounds')('countOf(known) + Math.max(0, since)', 'Math.max(0, since)'),
  checker('facts/misread')(
    'if (!this.#context.isPreexisting || this.#hasBefore) return false;',
    'if (!this.#context.isPreexisting) return false;',
  ),
  checker('facts/lineage')('|| logins.includes(op)) return [];', ') return [];'),
  checker('facts/lineage')(
    'maker.carries === true || maker.carries.includes(key)',
    'maker.carries === true || key !== key',
  ),
  checker('facts/lineage')('{ isExplained: false, life: UNEVENTFUL }', '{ isExplained: false }'),
  checker('facts/overlap')('Math.min(settledBy(writer), read.end)', 'settledBy(writer)'),
  checker('facts/overlap')('if (again === undefined) {', 'if (key !== undefined) {'),
  checker('facts/overlap')('Math.min(settledBy(undoing), again.end)', 'again.end'),
  checker('facts/outages')('if (isExplained(absence, until)) continue;', ''),
  checker('facts/zones')('if (other.low < one.high)', 'if (other.low > one.high)'),
  checker('facts/replaced')(
    'if (seen.op.start <= heldBy) continue;',
    'if (seen.op.start < heldBy) continue;',
  ),
  checker('aborted-read')('failed && !isMade ?', 'failed ?'),
  checker('early')('if (leastMs < policy.ttlMs / 2) return undefined;', ''),
];
