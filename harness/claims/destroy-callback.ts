import { count, named, onEach, unknown } from './claim.ts';
import { logout, TROUBLED_WIRE } from './drafts.ts';
import { figure } from './evidence.ts';
import { opened } from './deleting.ts';
import { STORES_WITH_SERVER } from './stores.ts';

/** The callback is worth waiting for: whoever answers before it says that a session has ended which has not. */
export const destroyCallsBackWhenClear = onEach({
  id: 'C13',
  text: "destroy's callback runs when the store is clear of the session",
  source: 'express-session readme: session.destroy(callback), "Once complete, the callback will be invoked"',
  stores: STORES_WITH_SERVER,
  experiments: (store) => ({
    'logout-in-callback': logout(store, { instances: 2, saveMode: 'awaited' }, TROUBLED_WIRE),
    'logout-at-once': logout(store, { instances: 2, saveMode: 'unawaited' }, TROUBLED_WIRE),
  }),
  judge(experiments) {
    const [waited, atOnce] = [named(experiments, 'logout-in-callback'), named(experiments, 'logout-at-once')];
    const measured =
      `answered in the callback: ${count(opened(waited))} looks after ${count(figure(waited, 'logouts'))} logouts found ` +
      `the session; answered at once (destroy(); res.send()): ${count(opened(atOnce))} after ${count(figure(atOnce, 'logouts'))}`;
    if (figure(waited, 'logouts') === 0 || figure(atOnce, 'logouts') === 0)
      return unknown('nobody logged out', measured);
    if (opened(waited) > 0) return { measured, verdict: 'refuted', reason: 'it was called back too early' };
    if (opened(atOnce) === 0)
      return unknown('answering at once made no difference, so this test could not have told', measured);
    return { measured, verdict: 'shown' };
  },
});
