import { storeFacts } from '../plan/stores.ts';
import type { ExperimentResult, Growth } from '../report/results.ts';
import { grew } from '../stats/growth.ts';
import type { Bytes, Memory, Unknown } from './comparison.ts';

/** What a session costs, in the app and in the store's server, from the experiment that lets visitors come and go. */
export function memoryOf(store: string, experiments: readonly ExperimentResult[]): Memory {
  const growing = experiments.filter(({ growth }) => growth !== null);
  const trusted = growing.find(({ problems }) => problems.length === 0)?.growth;
  if (!trusted) {
    const unknown = growing[0]?.problems[0] ?? 'nothing in the run lets sessions pile up (growth)';
    return { app: { unknown }, server: { unknown }, figure: undefined, storedAfterTtl: undefined };
  }
  const { app, server, visitors } = trusted;
  const stored = server?.storedAfterTtl;
  return {
    app: bytesOf(app),
    server: server ? bytesOf(server) : { unknown: whyNoServer(store) },
    figure: server?.figure,
    storedAfterTtl: stored === undefined || stored === null ? undefined : { stored, visitors },
  };
}

function bytesOf({ slope, heldAfterTtl }: Pick<Growth['app'], 'slope' | 'heldAfterTtl'>): Bytes | Unknown {
  if (slope === null) return { unknown: 'too few readings for a slope' };
  const { bytesPerSession, low, high, smallestVisible } = slope;
  return { bytesPerSession, low, high, smallestVisible, grows: grew(slope), heldAfterTtl };
}

function whyNoServer(store: string): string {
  const { server, needsFolder } = storeFacts(store);
  if (needsFolder) return 'it keeps its data in files, whose size is not measured';
  return server === undefined ? 'it has no server' : "the server's memory was not read";
}
