import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
import type { OperationLine } from '../../protocol/history.ts';
import { K6_METRICS } from '../../protocol/metrics.ts';
import { isUnserved } from '../../protocol/service.ts';
import type { Impression, Recorder } from './impression.ts';
import type { Settings } from './settings.ts';

const operations = new Counter(K6_METRICS.operations);
const duration = new Trend(K6_METRICS.duration, true);
const latency = new Trend(K6_METRICS.latency, true);
const missing = new Rate(K6_METRICS.missing);
const wrong = new Rate(K6_METRICS.wrong);
const failed = new Rate(K6_METRICS.failed);

/**
 * Counts operations in k6's metrics. For somebody who watches, also by what was seen and by the instance that
 * answered, and how late k6 itself was; a run of the harness goes without, as both are in its history.
 */
export function meter({ live }: Settings): Recorder {
  if (!live) return (line, impression) => add(line, impression, tagsOf(line.op, line.outcome));
  const lateness = new Trend(K6_METRICS.lateness, true);
  let freeSince = -Infinity;
  return (line, impression) => {
    const { op, outcome, instance = '', due, start, end } = line;
    add(line, impression, tagsOf(op, outcome), seenTagsOf(op, outcome, seenBy(impression), instance));
    // An operation that waited for the one before it was late by the app's doing.
    if (freeSince <= due) lateness.add(start - due);
    freeSince = Math.max(freeSince, end);
  };
}

/** Tells how many operations a second the plan asks for, to be told again and again as it changes. */
export function planMeter(): (perSecond: number) => void {
  const intended = new Gauge(K6_METRICS.intendedRate);
  return (perSecond) => intended.add(perSecond);
}

type Tags = { [name: string]: string };

function add(
  line: OperationLine,
  { missing: isMissing, wrong: isWrong }: Impression,
  tags: Tags,
  seen = tags,
) {
  operations.add(1, seen);
  duration.add(line.end - line.start, tags);
  latency.add(line.end - line.due, tags);
  failed.add(isUnserved(line));
  if (isMissing !== undefined) missing.add(isMissing);
  if (isWrong !== undefined) wrong.add(isWrong);
}

const seenBy = ({ missing: isMissing, wrong: isWrong }: Impression) =>
  isMissing ? 'missing' : isWrong ? 'wrong' : 'expected';

/** Combinations are few, and making an object for each operation is what k6 takes long over. */
const made = new Map<string, Tags>();

const tagsOf = (op: string, outcome: string) => once(`${op} ${outcome}`, () => ({ op, outcome }));

const seenTagsOf = (op: string, outcome: string, seen: string, instance: string) =>
  once(`${op} ${outcome} ${seen} ${instance}`, () => ({ op, outcome, seen, instance }));

function once(key: string, make: () => Tags): Tags {
  let tags = made.get(key);
  if (tags === undefined) {
    tags = make();
    made.set(key, tags);
  }
  return tags;
}
