/** Why sessions have to be judged by one judge after all. */
export class Unsplittable extends Error {
  override name = 'Unsplittable';
}

/**
 * The sessions whose name falls between two fractions. Names that are alike up to their last hyphen fall together: so do,
 * as every workload here names them, all sessions of a client, and with them those that were made out of each other.
 */
export class Share {
  readonly from: number;
  readonly to: number;

  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }

  has(name: string): boolean {
    const hyphen = name.lastIndexOf('-');
    return this.#isWithin(hashOf(hyphen === -1 ? name.length : hyphen, (at) => name.charCodeAt(at)));
  }

  /** The same of a name in ASCII. */
  hasBytes(bytes: Uint8Array, from: number, to: number): boolean {
    let hyphen = to - 1;
    while (hyphen >= from && bytes[hyphen] !== HYPHEN) hyphen--;
    const length = (hyphen < from ? to : hyphen) - from;
    return this.#isWithin(hashOf(length, (at) => bytes[from + at] as number));
  }

  #isWithin(place: number): boolean {
    return place >= this.from && place < this.to;
  }
}

const HYPHEN = 0x2d;

/** From 0 to 1: FNV-1a, with the end of MurmurHash3, for names differ in their last characters. */
function hashOf(length: number, codeAt: (at: number) => number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < length; at++) hash = Math.imul(hash ^ codeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Processor time an operation, against that of the first worker's reading everything and measuring the service: what it
 * takes the first one besides to judge an operation, another one to judge it, and another one to see that it is not its
 * own (measured; npm run bench -- checker-split has the whole).
 */
const [FIRST_JUDGES, OTHER_JUDGES, OTHER_SKIPS] = [0.9, 1.5, 0.18];

/** The share of each of so many workers. The first reads the whole history, so that it judges fewer sessions. */
export function sharesOf(workers: number): Share[] {
  const others = workers - 1;
  if (others === 0) return [new Share(0, 1)];
  // Where all take as long: 1 + FIRST_JUDGES * first = OTHER_SKIPS + OTHER_JUDGES * (1 - first) / others.
  const each = OTHER_JUDGES / others;
  const first = Math.max(0, (OTHER_SKIPS + each - 1) / (FIRST_JUDGES + each));
  const from = (index: number) => first + ((1 - first) * index) / others;
  return [
    new Share(0, first),
    ...Array.from(
      { length: others },
      (_, index) => new Share(from(index), index === others - 1 ? 1 : from(index + 1)),
    ),
  ];
}
