import type { OperationLine } from '../../protocol/history.ts';
import type { Served } from '../model/results.ts';
import type { Unserved } from './asked.ts';
import { answersOf, askedIn, unservedIn } from './phases.ts';
import type { Impact } from './recovery.ts';
import type { Shown } from './shortage.ts';
import type { ServiceObjective } from './objective.ts';

/** That a subject did not serve, in words and by operations that show it. */
export interface ServiceFinding {
  summary: string;
  count: number;
  /** When it was first met. */
  atMs: number;
  /** The fault that it did not recover from. */
  fault?: string;
  steps: { op: OperationLine; remark?: string }[];
  unserved: readonly Unserved[];
}

const KINDS_SHOWN = 3;
const ANSWERS_SAID = 4;

/** Too much of what was asked outside of faults and their recovery was not served. */
export function notServed(
  outside: Served,
  unserved: readonly Unserved[],
  hasFaults: boolean,
): ServiceFinding {
  const where = hasFaults ? 'outside of faults and their recovery ' : '';
  return {
    ...shownBy(unserved),
    summary: `${where}the app served ${share(outside.served, outside)} of what was asked: ${failing(outside, unserved)}`,
  };
}

/** It was not served again in time. */
export function didNotRecover(
  { outage, unserved, againMs }: Impact,
  objective: ServiceObjective,
): ServiceFinding {
  const after = unserved.filter(({ end }) => end >= outage.endMs);
  const allowed = `${seconds(objective.recoverWithinMs)} are allowed`;
  const came =
    againMs === undefined
      ? `the app did not come back from ${outage.kind}: from its end on ${counted(after.length)} failed (${inWords(after)}), and`
      : `the app came back from ${outage.kind} ${seconds(againMs - outage.endMs)} after its end (${inWords(after)}), and`;
  return { ...shownBy(after), summary: `${came} ${allowed}`, fault: outage.id };
}

/** Why so few unserved ones are not a finding, and no pass either. */
export const tooFewToTell = (
  outside: Served,
  unserved: readonly Unserved[],
  { unservedAllowed }: ServiceObjective,
): string =>
  `${unservedIn(outside)} of ${count(askedIn(outside))} operations failed (${inWords(unserved)}): ` +
  `more than ${percent(unservedAllowed)}, and too few to tell a mishap from a defect`;

/** Why it is not known whose fault it was that nobody answered in time. */
export function shortInWords({ summary }: ServiceFinding, shown: readonly Shown[]): string {
  const starved = shown.filter(({ instance }) => instance !== undefined);
  const [first] = starved;
  const how = [
    first && `${first.instance} was kept waiting for a processor (${counted(starved.length)})`,
    starved.length < shown.length && `k6 itself was held up (${counted(shown.length - starved.length)})`,
  ].filter((part) => typeof part === 'string');
  return (
    `the machine was too busy to tell: ${summary}; but no answer came while ${how.join(', or while ')}. ` +
    'Run it again where less runs beside it, or with a lower --rate'
  );
}

const failing = (outside: Served, unserved: readonly Unserved[]) =>
  `${share(unservedIn(outside), outside)} failed (${inWords(unserved)})`;

function shownBy(
  unserved: readonly Unserved[],
): Pick<ServiceFinding, 'count' | 'atMs' | 'steps' | 'unserved'> {
  const shown = unserved.flatMap(({ shown, answer }) => (shown ? [{ ...shown, answer }] : []));
  const first = shown[0];
  const last = shown.at(-1);
  const kinds = new Map(shown.toReversed().map((each) => [each.answer, each]));
  const steps = [
    first?.before && { op: first.before, remark: 'the last one before that was served' },
    ...[...kinds.values()].slice(-KINDS_SHOWN).map(({ op }) => ({ op, remark: 'not served' })),
    last && { op: last.op, remark: last.again ? 'not served' : 'not served, and nothing after it' },
    last?.again && { op: last.again, remark: 'served again' },
  ];
  const byOp = new Map(steps.flatMap((step) => (step ? [[step.op, step] as const] : [])));
  return {
    count: unserved.length,
    atMs: unserved[0]?.end ?? 0,
    steps: [...byOp.values()].toSorted((a, b) => a.op.start - b.op.start),
    unserved,
  };
}

function inWords(unserved: readonly Unserved[]): string {
  const answers = Object.entries(answersOf(unserved));
  const said = answers.slice(0, ANSWERS_SAID).map(([answer, times]) => `${answer}: ${count(times)}`);
  return [...said, ...(answers.length > ANSWERS_SAID ? ['...'] : [])].join(', ');
}

const share = (part: number, of: Served) => percent(part / askedIn(of));
const counted = (operations: number) => `${count(operations)} operation${operations === 1 ? '' : 's'}`;
const count = (value: number) => value.toLocaleString('en-US');
const seconds = (ms: number) => `${(ms / 1000).toLocaleString('en-US', { maximumFractionDigits: 1 })} s`;

/** Whole percents, and tenths near 0 and 100: never rounded to none or all of it. */
function percent(ratio: number): string {
  const value = ratio * 100;
  if (value > 0 && value < 0.1) return 'under 0.1 %';
  if (value < 100 && value > 99.9) return 'over 99.9 %';
  const maximumFractionDigits = Math.min(value, 100 - value) < 10 ? 1 : 0;
  return `${value.toLocaleString('en-US', { maximumFractionDigits })} %`;
}
