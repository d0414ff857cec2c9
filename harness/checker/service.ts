import type { ServiceFinding, ServiceJudgement } from '../service/meter.ts';
import type { Anomaly } from '../model/results.ts';
import { witness } from './collector.ts';
import type { AnomalyTime, CheckerJudgement, Judgement, ServedJudgement } from './judgement.ts';

/** Less than this served of what was asked, and what was seen is too little for anything to pass. */
const LEAST_SERVED = 0.5;

interface Standing {
  /** Why nothing of the experiment can be trusted. */
  spoiled: string | undefined;
  complete: boolean;
}

/** Adds to what the judge found whether the subject served at all. */
export function withService(
  judgement: Judgement,
  service: ServiceJudgement,
  standing: Standing,
): ServedJudgement {
  const { availability, recoveries, findings, count } = service;
  const isHardlySeen = hardlyServed(service);
  const checkers = isHardlySeen ? judgement.checkers.map(unlessSeen(service)) : judgement.checkers;
  return {
    ...judgement,
    checkers: [...checkers, judged(service, standing)],
    anomalyCounts: { ...judgement.anomalyCounts, ...(count > 0 && { unserved: count }) },
    anomalies: [...judgement.anomalies, ...findings.map(anomalyOf)],
    anomalyTimes: [...judgement.anomalyTimes, ...findings.flatMap(timesOf)].toSorted(
      (a, b) => a.atMs - b.atMs,
    ),
    availability,
    recoveries,
  };
}

function hardlyServed({ verdict, tested, availability: { outside } }: ServiceJudgement): boolean {
  const asked = outside.served + outside.refused + outside.failed + outside.unknown;
  return verdict !== 'pass' && tested > 0 && outside.served < LEAST_SERVED * asked;
}

const unlessSeen =
  ({ availability, reason }: ServiceJudgement) =>
  (judged: CheckerJudgement): CheckerJudgement =>
    judged.verdict === 'pass'
      ? { ...judged, verdict: 'unknown', reason: `too little was seen: ${availability.says[0] ?? reason}` }
      : judged;

function judged(service: ServiceJudgement, { spoiled, complete }: Standing): CheckerJudgement {
  const { verdict, reason, count, tested } = service;
  const base = { checker: 'unserved', count, tested } as const;
  const unknown = (why: string): CheckerJudgement => ({ ...base, verdict: 'unknown', reason: why });
  if (spoiled !== undefined) return unknown(spoiled);
  if (verdict === 'fail') return { ...base, verdict };
  if (!complete) return unknown('the experiment was cut off before its end');
  return reason === undefined ? { ...base, verdict } : unknown(reason);
}

/** The session is that of the first operation which shows it: it is no session's own doing. */
function anomalyOf({ summary, atMs, fault, steps }: ServiceFinding): Anomaly {
  const [first] = steps;
  return {
    kind: 'unserved',
    session: first?.op.session ?? '',
    atMs,
    summary,
    ...(fault !== undefined && { fault }),
    witness: witness(steps),
  };
}

function timesOf({ unserved, fault }: ServiceFinding): AnomalyTime[] {
  const times = new Map<string, AnomalyTime>();
  for (const { end, instance } of unserved) {
    const atMs = Math.floor(end / 1000) * 1000;
    const key = `${atMs} ${instance}`;
    const time = times.get(key);
    if (time !== undefined) time.count++;
    else
      times.set(key, {
        kind: 'unserved',
        atMs,
        ...(instance !== undefined && { instance }),
        ...(fault !== undefined && { fault }),
        count: 1,
      });
  }
  return [...times.values()];
}
