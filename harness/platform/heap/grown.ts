import type { parse } from 'heap-snapshot-toolkit';

/** As Chromium's developer tools have it, once it is read. */
export type HeapSnapshot = Awaited<ReturnType<typeof parse>>;

/** An object that refers to so many more things than before, and how one gets to it. */
export interface Grown {
  by: number;
  /** `MemoryStore.sessions`: the last names that a developer knows it by, outermost first. */
  path: string;
}

/** How many references each object has, by V8's number of it, which stays the same from one snapshot to the next. */
export function referenceCounts(snapshot: HeapSnapshot): Map<number, number> {
  const counts = new Map<number, number>();
  const node = snapshot.createNode(0);
  for (let index = 0; index < snapshot.nodes.length; index += snapshot.nodeFieldCount) {
    node.nodeIndex = index;
    counts.set(node.id(), node.edgesCount());
  }
  return counts;
}

/**
 * The objects that were there before and refer to so many more things now, as containers do to which everything was added
 * and from which nothing was taken. Of several on one path, the innermost that has a name is told.
 */
export function grownSince(
  before: ReadonlyMap<number, number>,
  snapshot: HeapSnapshot,
  least: number,
): Grown[] {
  const grown = new Map<string, Grown>();
  const node = snapshot.createNode(0);
  for (let index = 0; index < snapshot.nodes.length; index += snapshot.nodeFieldCount) {
    node.nodeIndex = index;
    const had = before.get(node.id());
    const by = had === undefined ? 0 : node.edgesCount() - had;
    if (by < least) continue;
    const path = pathTo(snapshot, index);
    if (path !== undefined) grown.set(path, { by, path });
  }
  return [...grown.values()].toSorted((one, other) => other.by - one.by);
}

/** Further up it is the module system, and the same for all. */
const LONGEST_PATH = 4;
/** References by which one object belongs to another in the program's own words. */
const NAMED = new Set(['property', 'context']);
/** What V8 calls the variables that a function sees around it. */
const CONTEXT = 'system / Context';

/** Undefined where no reference to it has a name: V8's own tables of strings and maps, for one. */
function pathTo(snapshot: HeapSnapshot, of: number): string | undefined {
  const steps: string[] = [];
  let hasName = false;
  for (let at = of; steps.length < LONGEST_PATH;) {
    const step = retainerOf(snapshot, at);
    if (step === undefined) break;
    hasName ||= step.isNamed;
    // What is inside of a Map or an array is told as that.
    if (step.isNamed) steps.unshift(step.name);
    at = step.from;
  }
  return hasName ? steps.join(' → ') : undefined;
}

interface Step {
  from: number;
  name: string;
  isNamed: boolean;
}

/** The reference from the nearest to the roots; undefined at the roots. */
function retainerOf(snapshot: HeapSnapshot, at: number): Step | undefined {
  let nearest: (Step & { distance: number }) | undefined;
  if (snapshot.createNode(at).distance() <= 1) return undefined;
  for (const each = snapshot.createNode(at).retainers(); each.hasNext(); each.next()) {
    const edge = each.item();
    const from = edge.node();
    const distance = from.distance();
    if (edge.type() === 'weak' || distance >= (nearest?.distance ?? Infinity)) continue;
    const isNamed = NAMED.has(edge.type()) && from.type() !== 'synthetic';
    nearest = { from: from.itemIndex(), distance, isNamed, name: `${nameOf(from.name())}.${edge.name()}` };
  }
  return nearest;
}

const nameOf = (name: string) => (name === CONTEXT ? '(closure)' : name);
