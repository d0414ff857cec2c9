import type { ExperimentLine, OperationLine } from '../../../protocol/history.ts';

type Has = (ops: readonly OperationLine[], experiment: ExperimentLine) => boolean;

const some =
  (holds: (op: OperationLine) => boolean): Has =>
  (ops) =>
    ops.some(holds);
const makes = ({ op, outcome }: OperationLine) => op === 'create' && outcome !== 'fail';
const ends = ({ op, outcome }: OperationLine) =>
  (op === 'destroy' || op === 'regenerate') && outcome !== 'fail';

/** What a random history can have in it, by name. */
export const FEATURES = {
  'several clients': (ops) => new Set(ops.map(({ client }) => client)).size > 1,
  'operations that overlap': (ops) =>
    ops.some((one, i) => ops.some((other, j) => j > i && one.start <= other.end && other.start <= one.end)),
  'several keys': (ops) => new Set(ops.flatMap(({ key }) => key ?? [])).size > 1,
  counters: some(({ op }) => op === 'increment'),
  'a counter that is written too': (ops) =>
    ops.some((one) => one.op === 'increment' && ops.some(({ op, key }) => op === 'write' && key === one.key)),
  removals: some(({ op }) => op === 'remove'),
  'an end': some(ends),
  'made again after an end': (ops) =>
    ops.some(
      (end) => ends(end) && ops.some((op) => makes(op) && op.session === end.session && op.start > end.end),
    ),
  'made more than once': (ops) => ops.filter(makes).length > 1,
  'a login': some(({ op }) => op === 'regenerate'),
  'a login that names what it made': some(({ next }) => next !== undefined),
  'data carried over a login': some(({ carries, outcome }) => carries !== undefined && outcome !== 'fail'),
  'a login that keeps the id': some(({ idKept }) => idKept === true),
  'a TTL': (_, { ttlMs }) => ttlMs !== undefined,
  'idle for longer than the TTL': (ops, { ttlMs = Infinity }) =>
    ops.some(
      ({ start }) =>
        ops.some(({ end }) => end < start) && ops.every(({ end }) => end >= start || end < start - ttlMs),
    ),
  'no answer': some(({ outcome }) => outcome === 'info'),
  'a failure': some(({ outcome, absent }) => outcome === 'fail' && absent === undefined),
  'no session found': some(({ absent }) => absent === true),
  'a dropped cookie': some(({ dropped }) => dropped === true),
  "another owner's tag": some(({ owner }) => owner !== undefined),
  'there before the recording, and it says so': some(({ preexisting }) => preexisting === true),
  'there before the recording, perhaps': (ops) =>
    ops.every(({ preexisting }) => preexisting === undefined) &&
    !ops.some((one) => one.op === 'create' && ops.every((op) => op === one || one.start < op.start)),
} as const satisfies Record<string, Has>;

export type Feature = keyof typeof FEATURES;
export const FEATURE_NAMES = Object.keys(FEATURES) as Feature[];

/** Below this share of what was drawn, the random histories no longer put a feature to the test. */
export const LEAST_SHARE = 0.01;

export const featuresOf = (ops: readonly OperationLine[], experiment: ExperimentLine): Feature[] =>
  FEATURE_NAMES.filter((name) => FEATURES[name](ops, experiment));
