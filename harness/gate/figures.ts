import type { ExperimentResult, FaultResult } from '../model/results.ts';
import { formatBytes, formatMs, formatPercent, formatRate } from '../units.ts';
import { reasonOf } from './observed.ts';

/** What an experiment came to of one figure. */
export interface Reading {
  /** Which of several in the experiment: the fault. */
  part?: string;
  /** Absent: it was to be there, and is not. */
  value?: number;
  /** 95 % confidence interval, where the run itself gives one. */
  low?: number;
  high?: number;
  /** Why it decides nothing. */
  doubt?: string;
}

interface Figure {
  /** As a sentence calls it. */
  means: string;
  better: 'lower' | 'higher';
  /** It goes by the clock, and so by the machine. */
  isTimed: boolean;
  format: (value: number) => string;
  /** Nothing where the experiment has no such figure. */
  read: (experiment: ExperimentResult) => Reading[];
}

const bytes = (value: number) => (value < 0 ? `-${formatBytes(-value)}` : formatBytes(value));

/** The share of operations that were not served; where nothing was asked there is none. */
const notServed =
  (when: 'outside' | 'total'): Figure['read'] =>
  ({ availability }) => {
    if (availability === undefined) return [];
    const { served, refused, failed, unknown } = availability[when];
    const bad = refused + failed + unknown;
    return served + bad === 0 ? [] : [{ value: bad / (served + bad) }];
  };

const ofFaults = (
  { faults, afterLoad }: ExperimentResult,
  valueOf: (fault: FaultResult) => number | undefined,
): Reading[] =>
  faults
    .filter(({ planned }) => planned)
    .map((fault): Reading => {
      const value = valueOf(fault);
      const part = fault.id;
      if (!fault.tookEffect) return { part, doubt: `${part} was not seen to take effect` };
      if (value === undefined) return { part, doubt: `nobody saw it at ${part}` };
      const late = overAtMs(fault) < (afterLoad?.fromMs ?? Infinity) ? undefined : afterLoad?.generator;
      return late === undefined || late.verdict === 'pass'
        ? { part, value }
        : { part, value, doubt: byTheClock(late) };
    });

/** When clients had seen the last of a fault: what is due after the load may be what shows it. */
const overAtMs = ({
  onsetMs,
  healedMs = onsetMs,
  unavailableMs = 0,
  noneServedMs = 0,
  recovery,
}: FaultResult) =>
  Math.max(healedMs, recovery?.againMs ?? 0, onsetMs + unavailableMs, onsetMs + noneServedMs);

const byTheClock = ({ reason }: { reason?: string | undefined }) =>
  `what goes by the clock cannot be trusted: ${reason ?? 'the generator was itself the bottleneck'}`;

type Slope = { bytesPerSession: number; low: number; high: number } | null | undefined;

const slope = (fitted: Slope): Reading[] =>
  fitted === undefined
    ? []
    : fitted === null
      ? [{ doubt: 'there were too few readings for a slope' }]
      : [{ value: fitted.bytesPerSession, low: fitted.low, high: fitted.high }];

const held = (value: number | null | undefined): Reading[] =>
  value === undefined
    ? []
    : value === null
      ? [{ doubt: 'nothing grew, or it was not read a TTL later' }]
      : [{ value }];

/** Everything of an experiment that has a number of its own, beside anomalies and latency. */
export const FIGURES = {
  'unserved-share': {
    means: 'operations that were not served, of those outside of faults and their recovery',
    better: 'lower',
    isTimed: false,
    format: formatPercent,
    read: notServed('outside'),
  },
  'error-share': {
    means: 'operations that were not served, of all, faults included',
    better: 'lower',
    isTimed: false,
    format: formatPercent,
    read: notServed('total'),
  },
  'outage-ms': {
    means: 'how long a fault kept clients from being served',
    better: 'lower',
    isTimed: true,
    format: formatMs,
    read: (experiment) =>
      ofFaults(experiment, ({ unavailableMs, noneServedMs = 0 }) =>
        unavailableMs === undefined ? undefined : Math.max(unavailableMs, noneServedMs),
      ),
  },
  'recovery-ms': {
    means: "from a fault's end until clients were served again",
    better: 'lower',
    isTimed: true,
    format: formatMs,
    read: (experiment) => ofFaults(experiment, ({ recovery }) => recovery?.toRecoveryMs),
  },
  'throughput-per-second': {
    means: 'operations a second that were done',
    better: 'higher',
    isTimed: true,
    format: formatRate,
    read: ({ generator, counts }) =>
      counts.operations === 0 ? [] : [{ value: generator.achievedPerSecond }],
  },
  'heap-bytes-per-session': {
    means: "what a session takes of the app's heap",
    better: 'lower',
    isTimed: false,
    format: bytes,
    read: ({ growth }) => slope(growth?.app.slope),
  },
  'heap-bytes-per-request': {
    means: "what a request leaves in the app's heap",
    better: 'lower',
    isTimed: false,
    format: bytes,
    read: ({ growth }) => slope(growth?.perRequest ? growth.perRequest.slope : undefined),
  },
  'heap-held-share': {
    means: "what is still held of the app's growth one TTL after the last visitor",
    better: 'lower',
    isTimed: false,
    format: formatPercent,
    read: ({ growth }) => held(growth?.app.heldAfterTtl),
  },
  'store-bytes-per-session': {
    means: "what a session takes of the store's server",
    better: 'lower',
    isTimed: false,
    format: bytes,
    read: ({ growth }) => slope(growth?.server ? growth.server.slope : undefined),
  },
  'store-held-share': {
    means: "what is still held of the server's growth one TTL after the last visitor",
    better: 'lower',
    isTimed: false,
    format: formatPercent,
    read: ({ growth }) => held(growth?.server ? growth.server.heldAfterTtl : undefined),
  },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as [FigureName, ...FigureName[]];
export const figureOf = (name: FigureName): Figure => FIGURES[name];

/** What an experiment came to, with why it may decide nothing. */
export function readingsOf(name: FigureName, experiment: ExperimentResult): Reading[] {
  const doubt = doubtOf(name, experiment);
  return figureOf(name)
    .read(experiment)
    .map((reading) => (doubt === undefined ? reading : { ...reading, doubt }));
}

function doubtOf(name: FigureName, experiment: ExperimentResult): string | undefined {
  const { generator, verdict } = experiment;
  if (verdict === 'unknown') return `the experiment is unknown: ${reasonOf(experiment)}`;
  return figureOf(name).isTimed && generator.verdict !== 'pass' ? byTheClock(generator) : undefined;
}
