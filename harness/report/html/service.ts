import type { Availability, ExperimentResult, Served } from '../../model/results.ts';
import { formatCount, formatMoment } from '../../units.ts';
import { table } from './table.ts';
import type { Html } from './template.ts';

type Phase = Availability['phases'][number];

const COLUMNS = [
  { name: 'Phase' },
  { name: 'From', figure: true },
  { name: 'To', figure: true },
  { name: 'Served', figure: true },
  { name: 'Refused', figure: true },
  { name: 'Failed', figure: true },
  { name: 'No answer', figure: true },
];

/** Who was served, by phase; by instance too where several answered. Nothing where all were. */
export function serviceTable({ availability }: ExperimentResult): Html | false {
  if (availability === undefined || isAllServed(availability.total)) return false;
  const isShared = availability.instances.filter(({ instance }) => instance !== undefined).length > 1;
  const rows = availability.phases.flatMap((phase) => [
    row(nameOf(phase), phase, phase),
    ...(isShared ? phase.instances : []).map(({ instance, ...served }) =>
      row(instance ?? 'answered by none', phase, served),
    ),
  ]);
  return table('Who was served (times in seconds since start)', COLUMNS, rows);
}

const isAllServed = ({ refused, failed, unknown }: Served) => refused + failed + unknown === 0;

const nameOf = ({ phase, faults }: Phase) => [phase, faults.join(', ')].filter(Boolean).join(' ');

const row = (name: string, { fromMs, toMs }: Phase, { served, refused, failed, unknown }: Served) => [
  name,
  formatMoment(fromMs),
  formatMoment(toMs),
  ...[served, refused, failed, unknown].map(formatCount),
];
