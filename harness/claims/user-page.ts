import { count, named, onEach, unknown } from './claim.ts';
import { userPage } from './drafts.ts';
import { figure } from './evidence.ts';
import { EVERY_STORE } from './stores.ts';

export const thePageNeedsAUser = onEach({
  id: 'C24',
  text: 'A page that needs a user answers 403 without one, and with one shows what the session holds',
  source: 'Express tutorials: a form of payment methods',
  stores: EVERY_STORE,
  experiments: (store) => ({ page: userPage(store) }),
  judge(experiments) {
    const experiment = named(experiments, 'page');
    const [strangers, nameless, users, refused, shown] = (
      ['strangers', 'nameless', 'users', 'refused', 'shown'] as const
    ).map((name) => figure(experiment, name)) as [number, number, number, number, number];
    const asked = strangers + nameless;
    const measured =
      `${count(refused)} of ${count(asked)} requests without a user were answered with 403, ${count(shown)} of ` +
      `${count(users)} with one with the payment methods as they were put in`;
    if (strangers === 0 || nameless === 0 || users === 0) return unknown('not everybody came', measured);
    return { measured, verdict: refused === asked && shown === users ? 'shown' : 'refuted' };
  },
});
