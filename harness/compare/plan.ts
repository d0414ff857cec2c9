import { shuffle } from 'simple-statistics';
import { Random } from '../model/random.ts';
import { MEASURED_WORKLOAD } from './measured.ts';
import { draft, type Draft } from '../plan/draft.ts';
import type { Experiment, Subject } from '../model/plan.ts';
import { growth } from '../plan/prove.ts';
import { storeFacts } from '../stores/catalogue.ts';
import { subjectId } from '../model/subject-id.ts';
import { drawTtlMs, type Workload } from '../model/workloads.ts';

/** What stores are compared in, unless it is said: not what is there for one claim alone, in which they hardly differ. */
export const COMPARED_WORKLOADS: readonly Workload[] = [
  'register',
  'tabs',
  'counter',
  'login',
  'cart',
  'browse',
  'isolation',
  'tamper',
  'redirect',
  'expiry',
  'payload',
  'growth',
];

/** A store, laid out otherwise, or in other versions of its packages. */
export type ComparedSubject = Pick<Subject, 'store' | 'topology' | 'otherPackages'>;

export interface ComparisonRequest {
  stores: readonly ComparedSubject[];
  workloads: readonly Workload[];
  /** No faults, and no longer than it takes for every checker to have had something to test. */
  quick: boolean;
  /** Rounds of the measured workload. */
  rounds: number;
  /** Operations a second that are offered in measured rounds, to every store alike. */
  rate: number;
  seed: number;
}

/**
 * Whether an experiment may run while others do: its figures are no times. Of `growth` it is the heap, which a machine that
 * is shared has less readings of, not others.
 */
export const isSideBySide = ({ load, faults }: Experiment): boolean =>
  load.workload !== MEASURED_WORKLOAD && faults.length === 0;

/** What all stores do before any of them does something else. */
interface Turn {
  /** Of its experiments, after the store's. */
  name: string;
  draft: (store: ComparedSubject) => Draft | undefined;
}

const USUAL = { clients: 10, rate: 300 };

/**
 * The experiments of a comparison. In each turn every store has one experiment, in an order that the seed draws anew,
 * and the rounds of the measured workload are spread over the whole run: a machine that gets slower does so for all.
 */
export function comparisonExperiments(request: ComparisonRequest): Experiment[] {
  const { stores, seed } = request;
  const random = new Random(seed);
  return turnsOf(request).flatMap(({ name, draft: draftOn }) =>
    shuffle([...stores], () => random.next()).flatMap((store) => {
      const made = draftOn(store);
      return made ? [{ id: `${subjectId(store)}/${name}`, seed, ...made }] : [];
    }),
  );
}

function turnsOf(request: ComparisonRequest): Turn[] {
  const { workloads, rounds } = request;
  const once = workloads
    .filter((workload) => workload !== MEASURED_WORKLOAD)
    .map((workload): Turn => ({ name: workload, draft: (store) => plain(store, workload, request) }));
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
  const load = { workload: MEASURED_WORKLOAD, clients: 20, rate, durationMs: quick ? 1500 : 5000 } as const;
  const title = `Latency and throughput, round ${round} of ${rounds}`;
  return {
    name: `${MEASURED_WORKLOAD}-${round}`,
    draft: (store) => draft({ title, subject: store, load }),
  };
}

function plain(store: ComparedSubject, workload: Workload, { quick, seed }: ComparisonRequest): Draft {
  // A slope needs its time, also where all else is short: readings beside another experiment come half as often.
  if (workload === 'growth') {
    const made = growth(store.store);
    return { ...made, subject: { ...made.subject, ...store } };
  }
  const durationMs = quick ? 800 : 3000;
  if (workload === 'expiry') {
    return draft({
      title: `Workload ${workload}`,
      subject: { ...store, ttlMs: drawTtlMs(seed) },
      load: { ...USUAL, workload, durationMs: Math.min(durationMs, 1000) },
    });
  }
  return draft({
    title: `Workload ${workload}`,
    subject: store,
    load: { ...USUAL, workload, durationMs },
  });
}

/** What one instance without faults cannot show: instances that share, restarts of the app, and of the server. */
function withRegister({ quick }: ComparisonRequest): Turn[] {
  const registering = { ...USUAL, workload: 'register' } as const;
  const shared: Turn = {
    name: 'two-instances',
    draft: (store) =>
      draft({
        title: 'Two instances share the load',
        subject: { ...store, instances: 2 },
        load: { ...registering, durationMs: quick ? 800 : 3000 },
      }),
  };
  if (quick) return [shared];
  const appRestart: Turn = {
    name: 'app-restart',
    draft: (store) =>
      draft({
        title: 'The app is restarted, then crashes',
        subject: store,
        load: { ...registering, durationMs: 7500 },
        faults: [
          { kind: 'app-restart', target: 'app-1', atMs: 2500, durationMs: 0 },
          { kind: 'app-crash', target: 'app-1', atMs: 5000, durationMs: 0 },
        ],
      }),
  };
  const serverRestart: Turn = {
    name: 'server-restart',
    draft: (store) =>
      storeFacts(store.store).server === undefined
        ? undefined
        : draft({
            title: "The store's server is restarted",
            subject: store,
            load: { ...registering, durationMs: 6000 },
            faults: [{ kind: 'server-restart', target: store.store, atMs: 2500, durationMs: 0 }],
          }),
  };
  return [shared, appRestart, serverRestart];
}
