import { shuffle } from 'simple-statistics';
import { Random } from '../checker/oracle/random.ts';
import { MEASURED_WORKLOAD } from '../compare/measured.ts';
import { growth } from './prove.ts';
import type { Experiment, Load, PlannedFault, Subject } from './plan.ts';
import { storeFacts, type StoreName } from './stores.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

export interface ComparisonRequest {
  stores: readonly StoreName[];
  workloads: readonly Workload[];
  /** No faults, and no longer than it takes for every checker to have had something to test. */
  quick: boolean;
  /** Rounds of the measured workload. */
  rounds: number;
  /** Operations a second that are offered in measured rounds, to every store alike. */
  rate: number;
  seed: number;
}

type Draft = Omit<Experiment, 'id' | 'seed' | 'title'>;

/** What all stores do before any of them does something else: an id and a title, and the experiment on each. */
interface Turn {
  name: string;
  title: string;
  draft: (store: StoreName) => Draft | undefined;
}

const SUBJECT: Omit<Subject, 'store'> = {
  instances: 1,
  balance: 'random',
  ttlMs: 600_000,
  saveMode: 'implicit',
  resave: false,
  rolling: false,
  saveUninitialized: false,
  environment: 'production',
};
const EXPIRY_TTL_MS = 3000;

/**
 * The experiments of a comparison. In each turn every store has one experiment, in an order that the seed draws anew,
 * and the rounds of the measured workload are spread over the whole run: a machine that gets slower does so for all.
 */
export function comparisonExperiments(request: ComparisonRequest): Experiment[] {
  const { stores, seed } = request;
  const random = new Random(seed);
  return turnsOf(request).flatMap(({ name, title, draft }) =>
    shuffle([...stores], () => random.next()).flatMap((store) => {
      const made = draft(store);
      return made ? [{ id: `${store}/${name}`, title: `${title} on ${store}`, seed, ...made }] : [];
    }),
  );
}

function turnsOf(request: ComparisonRequest): Turn[] {
  const { workloads, rounds } = request;
  const once = WORKLOADS.filter((name) => workloads.includes(name) && name !== MEASURED_WORKLOAD).map(
    (workload): Turn => ({
      name: workload,
      title: workload,
      draft: (store) => plain(store, workload, request),
    }),
  );
  const others = workloads.includes('register') ? [...once, ...withRegister(request)] : once;
  if (!workloads.includes(MEASURED_WORKLOAD)) return others;
  const measured = Array.from({ length: rounds }, (_, at) => measuredRound(at + 1, request));
  return spread(others, measured);
}

/** The measured rounds at the start, at the end, and evenly between. */
function spread(others: readonly Turn[], measured: readonly Turn[]): Turn[] {
  const gaps = Math.max(1, measured.length - 1);
  const upTo = (at: number) => Math.round((at / gaps) * others.length);
  return measured.flatMap((turn, at) => [turn, ...others.slice(upTo(at), upTo(at + 1))]);
}

function measuredRound(round: number, { rate, quick, rounds }: ComparisonRequest): Turn {
  return {
    name: `${MEASURED_WORKLOAD}-${round}`,
    title: `${MEASURED_WORKLOAD}, round ${round} of ${rounds},`,
    draft: (store) => ({
      subject: { ...SUBJECT, store },
      load: { ...load(MEASURED_WORKLOAD), clients: 20, rate, durationMs: quick ? 2000 : 5000 },
      faults: [],
    }),
  };
}

function plain(store: StoreName, workload: Workload, { quick }: ComparisonRequest): Draft {
  const longMs = quick ? 1000 : 3000;
  // A slope needs its time: with fewer visitors code that is still being compiled looks like sessions that are kept.
  if (workload === 'growth') return growth(store);
  const ttlMs = workload === 'expiry' ? EXPIRY_TTL_MS : SUBJECT.ttlMs;
  return {
    subject: { ...SUBJECT, store, ttlMs },
    load: { ...load(workload), durationMs: workload === 'expiry' ? longMs - 200 : longMs },
    faults: [],
  };
}

const registering = (store: StoreName, durationMs: number): Draft => ({
  subject: { ...SUBJECT, store },
  load: { ...load('register'), durationMs },
  faults: [],
});

/** What one instance without faults cannot show: instances that share, restarts of the app, and of the server. */
function withRegister({ quick }: ComparisonRequest): Turn[] {
  const shared: Turn = {
    name: 'two-instances',
    title: 'register with two instances',
    draft: (store) => {
      const draft = registering(store, quick ? 1000 : 3000);
      return { ...draft, subject: { ...draft.subject, instances: 2 } };
    },
  };
  if (quick) return [shared];
  const appRestart: Turn = {
    name: 'app-restart',
    title: 'register while the app restarts and crashes',
    draft: (store) => ({
      ...registering(store, 7500),
      faults: [fault(1, 'app-restart', 'app-1', 2500), fault(2, 'app-crash', 'app-1', 5000)],
    }),
  };
  const serverRestart: Turn = {
    name: 'server-restart',
    title: "register while the store's server restarts",
    draft: (store) =>
      storeFacts(store).server === undefined
        ? undefined
        : { ...registering(store, 6000), faults: [fault(1, 'server-restart', store, 2500)] },
  };
  return [shared, appRestart, serverRestart];
}

const fault = (n: number, kind: PlannedFault['kind'], target: string, atMs: number): PlannedFault => ({
  id: `f${n}`,
  kind,
  target,
  atMs,
  durationMs: 0,
});

const load = (workload: Workload): Load => ({
  workload,
  clients: 10,
  rate: 200,
  durationMs: 1000,
  lingerMs: 0,
  bytes: 0,
  timeoutMs: 5000,
});
