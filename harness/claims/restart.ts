import type { ExperimentResult, FaultResult } from '../model/results.ts';
import type { StoreName } from '../stores/catalogue.ts';
import { ofProof } from './of-proof.ts';
import { count, named, unknown, type Claim, type Finding } from './claim.ts';

/** MemoryStore: every session is gone after a restart, and after a crash. */
export const memoryForgets: Claim = {
  id: 'C2',
  store: 'memory',
  text: 'All sessions are lost on a restart or crash',
  badIfShown: true,
  source: 'Express tutorials; express-session readme: MemoryStore is "meant for debugging and developing"',
  experiments: ofProof('memory', 'restart'),
  judge(experiments) {
    const { faults } = named(experiments, 'restart');
    const inert = withoutEffect(faults);
    if (inert !== undefined) return inert;
    const measured = faults
      .map(({ sessionsLost = 0, sessionsBefore = 0, kind }) => {
        return `${count(sessionsLost)} of ${count(sessionsBefore)} lost (${signalOf(kind)})`;
      })
      .join(', ');
    if (faults.some(({ sessionsBefore = 0 }) => sessionsBefore === 0))
      return unknown('there was nothing to lose', measured);
    const all = faults.every(({ sessionsLost, sessionsBefore }) => sessionsLost === sessionsBefore);
    return { measured: `sessions: ${measured}`, verdict: all ? 'shown' : 'refuted' };
  },
};

/** A store with a server: nothing that was acknowledged is gone after a restart and a crash of the app. */
export function survivesRestarts(id: string, store: StoreName, source: string): Claim {
  return {
    id,
    store,
    text: 'Sessions survive restarts of the app',
    source,
    experiments: ofProof(store, 'restart'),
    judge(experiments) {
      const experiment = named(experiments, 'restart');
      const inert = withoutEffect(experiment.faults);
      if (inert !== undefined) return inert;
      const away = experiment.faults
        .flatMap(({ unavailableMs }) =>
          unavailableMs === undefined ? [] : [`${(unavailableMs / 1000).toFixed(1)} s`],
        )
        .join(' and ');
      const unseen = experiment.faults.find(({ sessionsBefore = 0 }) => sessionsBefore === 0);
      if (unseen !== undefined)
        return unknown(`no session was asked for before ${unseen.kind} on ${unseen.target} and after it`);
      return keptAll(experiment, away === '' ? '' : `; app away ${away}`);
    },
  };
}

/** Nothing lost, over everything that was acknowledged; anything else names what was. */
export function keptAll(experiment: ExperimentResult, addition: string): Finding {
  const { writesAcknowledged, writesLost, sessions, sessionsLost } = experiment.counts;
  const measured =
    `${count(writesLost)} of ${count(writesAcknowledged)} acknowledged writes, ` +
    `${count(sessionsLost)} of ${count(sessions)} sessions lost${addition}`;
  if (writesAcknowledged === 0) return unknown('no write was acknowledged', measured);
  if (experiment.verdict === 'unknown') return unknown(firstReason(experiment), measured);
  const anomalies = Object.entries(experiment.anomalyCounts).filter(([, times]) => times > 0);
  if (anomalies.length === 0) return { measured, verdict: 'shown' };
  const reason = anomalies.map(([kind, times]) => `${count(times)} ${kind}`).join(', ');
  return { measured, verdict: 'refuted', reason };
}

/** That nothing can be said where a fault did not do what it was to do. */
export function withoutEffect(faults: readonly FaultResult[]): Finding | undefined {
  if (faults.length === 0) return unknown('no fault was injected');
  const inert = faults.find(({ tookEffect, healedMs }) => !tookEffect || healedMs === undefined);
  return inert && unknown(`${inert.kind} on ${inert.target} did not take effect and heal`);
}

const firstReason = ({ checkers }: ExperimentResult) =>
  checkers.find(({ verdict }) => verdict === 'unknown')?.reason ?? 'a checker could not decide';

const signalOf = (kind: string) => (kind === 'app-crash' ? 'SIGKILL' : 'SIGTERM');
