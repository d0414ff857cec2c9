import { count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { tamper } from './drafts.ts';
import { anomaliesIn, figure, occasions } from './evidence.ts';
import { EVERY_STORE } from './stores.ts';

const experiments = (store: (typeof EVERY_STORE)[number]) => ({ tamper: tamper(store) });

export const signedCookiesCannotBeAltered = onEach({
  id: 'C17',
  text: 'A signed cookie cannot be altered by its user',
  source: 'Express tutorials; express-session readme, option secret: "used to sign the session ID cookie"',
  stores: EVERY_STORE,
  experiments,
  judge(found) {
    const experiment = named(found, 'tamper');
    const altered = figure(experiment, 'altered');
    const [read, taken] = [occasions(experiment, 'cross-session-read'), occasions(experiment, 'fixation')];
    const opened = anomaliesIn(experiment, ['cross-session-read', 'fixation', 'garbage-read']);
    const measured =
      `${count(opened)} sessions were opened or taken over by ${count(altered)} cookies that were edited, unsigned, ` +
      'forged, cut or swapped, each shown to read and to make a session';
    if (altered === 0 || read === 0 || taken === 0) return unknown('no altered cookie was shown', measured);
    return { measured, verdict: opened === 0 ? 'shown' : 'refuted' };
  },
});

export const aStolenCookieLetsIn = onEach({
  id: 'C19',
  text: 'A stolen cookie lets somebody else in',
  badIfShown: true,
  source: 'Express tutorials, of session hijacking',
  stores: EVERY_STORE,
  experiments,
  judge(found) {
    const experiment = named(found, 'tamper');
    const [stolen, opened] = [figure(experiment, 'stolen'), figure(experiment, 'opened')];
    const after = anomaliesIn(experiment, ['resurrection']);
    const measured =
      `${count(opened)} of ${count(stolen)} stolen cookies opened the session, and ${count(after)} still did after ` +
      "its owner's login";
    if (stolen === 0 || occasions(experiment, 'resurrection') === 0)
      return unknown('no cookie was stolen', measured);
    if (opened === 0) return { measured, verdict: 'refuted' };
    if (opened < stolen) return unknown('some of them opened it and others did not', measured);
    return after > 0
      ? { measured, verdict: 'shown' }
      : trueOnlyIf(
          'its owner has not logged in since: a login that regenerates the id shuts the thief out',
          measured,
        );
  },
});
