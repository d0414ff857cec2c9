import { storeFacts } from '../stores/catalogue.ts';
import type { ExperimentResult, Growth, Slope } from '../model/results.ts';
import { formatCount, formatSlope } from '../units.ts';
import { grew } from '../stats/growth.ts';
import { FEWEST_READINGS } from '../stats/slope.ts';
import { isKnown, type Bytes, type Memory, type Unknown } from './comparison.ts';

/** What a session costs, in the app and in the store outside of it, from the experiment that lets visitors come and go. */
export function memoryOf(store: string, experiments: readonly ExperimentResult[]): Memory {
  const growing = experiments.filter(({ workload }) => workload === 'growth');
  const trusted = growing.find(({ growth, problems }) => growth !== null && problems.length === 0);
  if (!trusted?.growth) {
    const unknown = whyNot(growing[0]);
    const server = outsideOf(store) && unknown;
    return { app: unknown, server, figure: undefined, storedAfterTtl: undefined };
  }
  const { app, server, visitors } = trusted.growth;
  const stored = server?.storedAfterTtl ?? countedIn(store, trusted);
  return {
    app: bytesOf(app),
    server: server ? outside(server, visitors) : outsideOf(store),
    figure: server?.figure,
    storedAfterTtl: stored === undefined ? undefined : { stored, visitors },
  };
}

function whyNot(growing: ExperimentResult | undefined): Unknown {
  if (growing === undefined)
    return { unknown: 'nothing in the run lets sessions pile up (growth)', because: 'not asked' };
  return notTrusted(growing.problems[0] ?? 'memory was not read');
}

const notTrusted = (unknown: string): Unknown => ({ unknown, because: 'not trusted' });

/** Of a store in files the harness counts the sessions itself, when the last look is over. */
const countedIn = (store: string, { figures }: ExperimentResult): number | undefined =>
  storeFacts(store).needsFolder && figures?.['held'];

/**
 * Whether a growth is known to half of itself. A heap that is still being compiled into drifts by a slope as well, but
 * never along a line.
 */
export const isPrecise = ({ low, bytesPerSession }: Slope): boolean => low >= bytesPerSession / 2;

/** What holds sessions holds bytes: a figure that stood still while the store counted more and more of them says nothing. */
function outside(server: NonNullable<Growth['server']>, visitors: number): Bytes | Unknown {
  const bytes = bytesOf(server);
  const most = Math.max(0, ...server.samples.map(({ stored = 0 }) => stored));
  return isKnown(bytes) && !bytes.grows && most > visitors / 2
    ? notTrusted(
        `its figure (${server.figure}) did not follow the ${formatCount(most)} sessions that it held`,
      )
    : bytes;
}

function bytesOf({ slope, heldAfterTtl }: Pick<Growth['app'], 'slope' | 'heldAfterTtl'>): Bytes | Unknown {
  if (slope === null)
    return notTrusted(
      `fewer than ${FEWEST_READINGS} readings for a slope; again on a machine that has less to do`,
    );
  const { bytesPerSession, low, high, smallestVisible } = slope;
  const grows = grew(slope);
  if (grows && !isPrecise(slope)) {
    return notTrusted(`its slope of ${formatSlope(slope)} a session is too uncertain to be called one`);
  }
  return { bytesPerSession, low, high, smallestVisible, grows, heldAfterTtl };
}

/** Why nothing is known of what a store holds outside of the app; undefined where it holds nothing there. */
function outsideOf(store: string): Unknown | undefined {
  const { server, needsFolder } = storeFacts(store);
  if (needsFolder) return notTrusted('the size of its files was not read');
  return server === undefined ? undefined : notTrusted("the server's memory was not read");
}
