import { usageError } from '../errors.ts';
import { experimentSchema, type Experiment } from '../model/plan.ts';

/** What a user calls the parts of an experiment. */
const FLAGS: Readonly<Record<string, string>> = {
  'load.durationMs': '--duration',
  'load.lingerMs': '--ttl',
  'load.bytes': '--bytes',
  'load.rate': '--rate',
  'load.clients': '--clients',
  'service.recoverWithinMs': '--recover-within',
  'subject.ttlMs': '--ttl',
  'subject.instances': '--instances',
};

/**
 * Throws a usage error for an experiment that no plan may hold, with the flag that is to blame: by the same schema by
 * which plan.json is read again.
 */
export function assertSound(experiment: Experiment): void {
  const [issue] = experimentSchema.safeParse(experiment).error?.issues ?? [];
  if (issue === undefined) return;
  const place = issue.path.map(String);
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown>)[key],
    experiment,
  );
  const said = (limit: unknown) => inUnits(place, Number(limit));
  const limit =
    issue.code === 'too_small'
      ? `it must be at least ${said(issue.minimum)}`
      : issue.code === 'too_big'
        ? `it may be ${said(issue.maximum)} at most`
        : issue.message;
  throw usageError(`${nameOf(place, experiment)} is ${said(value)}: ${limit}`);
}

function nameOf(place: readonly string[], { faults }: Experiment): string {
  const [first, second = '', third] = place;
  if (first !== 'faults') return FLAGS[place.join('.')] ?? place.join('.');
  const kind = faults[Number(second)]?.kind ?? second;
  return third === 'atMs' ? `the time of ${kind}` : `how long ${kind} lasts`;
}

const LONGER_THAN_ANY_MS = 1e14;
const UNITS: readonly [unit: string, ms: number][] = [
  [' days', 86_400_000],
  [' s', 1000],
  [' ms', 1],
];

function inUnits(place: readonly string[], value: number): string {
  if (!place.at(-1)?.endsWith('Ms')) return String(value);
  if (value >= LONGER_THAN_ANY_MS) return 'over 3,000 years';
  const [unit, ms] = UNITS.find(([, ms]) => value >= ms && value % ms === 0) ?? [' ms', 1];
  return `${value / ms}${unit}`;
}
