import { count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { tamper } from './drafts.ts';
import { anomaliesIn, occasions } from './evidence.ts';
import { EVERY_STORE } from './stores.ts';
import type { ExperimentResult } from '../report/results.ts';

const experiments = (store: (typeof EVERY_STORE)[number]) => ({ tamper: tamper(store) });

export const signedCookiesCannotBeAltered = onEach({
  id: 'C17',
  text: 'A signed cookie cannot be altered by its user',
  source: 'Express tutorials; express-session readme, option secret: "used to sign the session ID cookie"',
  stores: EVERY_STORE,
  experiments,
  judge(found) {
    const experiment = named(found, 'tamper');
    const [read, taken] = [occasions(experiment, 'cross-session-read'), occasions(experiment, 'fixation')];
    const opened = anomaliesIn(experiment, ['cross-session-read', 'fixation', 'garbage-read']);
    const measured =
      `${count(opened)} sessions were opened or taken over by edited, unsigned, forged, cut and swapped cookies, in ` +
      `${count(read)} reads and ${count(taken)} attempts to choose an id`;
    if (read === 0 || taken === 0) return unknown('no altered cookie was shown', measured);
    return { measured, verdict: opened === 0 ? 'shown' : 'refuted' };
  },
});

export const aStolenCookieLetsIn = onEach({
  id: 'C19',
  text: 'A stolen cookie lets somebody else in',
  source: 'Express tutorials, of session hijacking',
  stores: EVERY_STORE,
  experiments,
  judge(found) {
    const experiment = named(found, 'tamper');
    const seen = thefts(experiment);
    if (seen === undefined || seen.stolen === 0) return unknown('no cookie was stolen');
    const after = anomaliesIn(experiment, ['resurrection']);
    const measured = `${count(seen.opened)} of ${count(seen.stolen)} stolen cookies opened the session; over all clients ${count(after)} still did after the owner's login`;
    if (seen.opened === 0) return { measured, verdict: 'refuted' };
    if (seen.opened < seen.stolen) return unknown('some of them opened it and others did not', measured);
    return after > 0
      ? { measured, verdict: 'shown' }
      : trueOnlyIf(
          'its owner has not logged in since: a login that regenerates the id shuts the thief out',
          measured,
        );
  },
});

/** As one of the clients noted it. */
export function thefts({ notes }: ExperimentResult) {
  for (const note of notes) {
    const found =
      /of (\d+) cookies, (\d+) could be read for what the session holds; of (\d+) stolen ones, (\d+) opened/.exec(
        note,
      );
    if (found === null) continue;
    const [cookies, readable, stolen, opened] = found.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
    ];
    return { cookies, readable, stolen, opened };
  }
  return undefined;
}
