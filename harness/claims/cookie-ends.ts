import { count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { logout } from './drafts.ts';
import { figure } from './evidence.ts';

export const nullDeletesTheCookie = onEach({
  id: 'C15',
  text: 'Deleting the session or setting it to null deletes the cookie',
  source: 'Express tutorials; cookie-session readme: "To destroy a session simply set it to null"',
  stores: ['cookie'],
  experiments: (store) => ({
    'logout-null': logout(store, { logout: 'null' }),
    'logout-delete': logout(store, { logout: 'delete' }),
  }),
  judge(experiments) {
    const [byNull, byDelete] = [named(experiments, 'logout-null'), named(experiments, 'logout-delete')];
    const [nulled, deleted] = [figure(byNull, 'logouts'), figure(byDelete, 'logouts')];
    const [afterNull, afterDelete] = [figure(byNull, 'own.opened'), figure(byDelete, 'own.opened')];
    const copies = figure(byNull, 'copy.opened later');
    const measured =
      `after req.session = null ${count(afterNull)} of ${count(nulled)} browsers still had it, and ${count(copies)} of ` +
      `${count(figure(byNull, 'copy.looked later'))} copies opened it; after delete req.session ${count(afterDelete)} of ${count(deleted)}`;
    if (nulled === 0 || deleted === 0) return unknown('nobody logged out', measured);
    if (afterNull > 0) return { measured, verdict: 'refuted', reason: 'null did not delete it' };
    const conditions = [
      ...(afterDelete > 0 ? ['it is set to null'] : []),
      ...(copies > 0 ? ['nobody has a copy: the cookie is as good as before'] : []),
    ];
    if (conditions.length === 0) return { measured, verdict: 'shown' };
    return trueOnlyIf(conditions.join(', and '), measured);
  },
});
