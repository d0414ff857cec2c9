import { draft } from '../plan/draft.ts';
import type { StoreName } from '../stores/catalogue.ts';
import { count, named, onEach, unknown } from './claim.ts';
import { overlap } from './drafts.ts';
import { figure, hasFigure } from './evidence.ts';
import { STORES_OF_EXPRESS_SESSION } from './stores.ts';

const passersby = (store: StoreName, saveUninitialized: boolean) =>
  draft({
    title: `Visitors who put nothing into a session, saveUninitialized ${saveUninitialized}`,
    subject: { store, saveUninitialized },
    load: { workload: 'passersby', clients: 10, rate: 200, durationMs: 1500 },
  });

/** What the two settings cost, by the app's own count of what it asked its store to save. */
export const settingsSaveMore = onEach({
  id: 'C22',
  text: 'saveUninitialized saves sessions that nobody used; resave saves when nothing changed',
  source: 'express-session readme, options saveUninitialized and resave',
  stores: STORES_OF_EXPRESS_SESSION,
  experiments: (store) => ({
    passersby: passersby(store, false),
    'passersby-saved': passersby(store, true),
    overlap: overlap(store),
    'overlap-resave': overlap(store, { resave: true }),
  }),
  judge(experiments) {
    const [unsaved, saved] = [named(experiments, 'passersby'), named(experiments, 'passersby-saved')];
    const [plain, resaved] = [named(experiments, 'overlap'), named(experiments, 'overlap-resave')];
    const sets = (experiment: typeof plain) => figure(experiment, 'calls.set');
    const undone = (experiment: typeof plain) =>
      `${count(figure(experiment, 'writes undone by a read'))} of ${count(figure(experiment, 'writes during a read'))}`;
    const [visits, kept] = [figure(saved, 'visits'), sets(saved)];
    const measured =
      `${count(kept)} saves for ${count(visits)} visitors who put nothing in (${count(sets(unsaved))} for ` +
      `${count(figure(unsaved, 'visits'))} without saveUninitialized); ${count(sets(resaved))} saves for ` +
      `${count(resaved.counts.writesAcknowledged)} changes with resave, and ${undone(resaved)} writes undone by a read ` +
      `(${count(sets(plain))} for ${count(plain.counts.writesAcknowledged)} without, ${undone(plain)} undone)`;
    if (![unsaved, saved, plain, resaved].every((experiment) => hasFigure(experiment, 'calls.set')))
      return unknown("the app's count of saves is missing", measured);
    if (visits === 0 || figure(unsaved, 'visits') === 0 || figure(resaved, 'writes during a read') === 0)
      return unknown('nobody came', measured);
    // What got no answer may have been saved: then saves and changes cannot be compared.
    if (plain.counts.info > 0) return unknown('some requests were not answered', measured);
    const savesUnused = kept >= visits && sets(unsaved) === 0;
    const savesAgain =
      sets(resaved) > resaved.counts.writesAcknowledged && sets(plain) <= plain.counts.writesAcknowledged;
    return { measured, verdict: savesUnused && savesAgain ? 'shown' : 'refuted' };
  },
});
