import { count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { logout, overlap } from './drafts.ts';
import { figure } from './evidence.ts';
import { STORES_OF_EXPRESS_SESSION } from './stores.ts';

export const onlyDestroyEnds = onEach({
  id: 'C12',
  text: 'delete req.session does not end a session in a store; destroy() does',
  source: 'express-session readme, option unset: "keep" is the default; req.session.destroy()',
  stores: STORES_OF_EXPRESS_SESSION,
  experiments: (store) => ({
    'logout-delete': logout(store, { logout: 'delete' }),
    logout: logout(store),
    overlap: overlap(store),
  }),
  judge(experiments) {
    const [deleted, destroyed] = [named(experiments, 'logout-delete'), named(experiments, 'logout')];
    const [tried, back] = [figure(deleted, 'logouts'), figure(deleted, 'copy.opened later')];
    const [ended, still] = [figure(destroyed, 'logouts'), opened(destroyed)];
    const both = named(experiments, 'overlap');
    const [overlaps, revived] = [figure(both, 'logouts during a write'), figure(both, 'revived by a write')];
    const measured =
      `${count(back)} of ${count(tried)} sessions came back after delete, ${count(still)} of ${count(ended)} after ` +
      `destroy(); ${count(revived)} of ${count(overlaps)} that were destroyed while another request worked on them`;
    if (tried === 0 || ended === 0 || overlaps === 0) return unknown('nobody logged out', measured);
    if (back === 0) return { measured, verdict: 'refuted', reason: 'delete ended them as well' };
    if (still > 0) return { measured, verdict: 'refuted', reason: 'destroy() did not end them' };
    if (back < tried) return unknown('some sessions came back after delete and others did not', measured);
    if (revived === 0) return { measured, verdict: 'shown' };
    return trueOnlyIf('no other request of the session is under way: that saves it again', measured);
  },
});

/** How often a copy of the cookies opened a session after its logout, at once or later. */
export const opened = (experiment: Parameters<typeof figure>[0]): number =>
  figure(experiment, 'copy.opened') + figure(experiment, 'copy.opened later');
