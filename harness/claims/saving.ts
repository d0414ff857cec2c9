import { draft } from '../plan/draft.ts';
import type { SaveMode } from '../../protocol/app-settings.ts';
import type { StoreName } from '../stores/catalogue.ts';
import { count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { TROUBLED_WIRE } from './drafts.ts';
import { anomaliesIn, anomaliesInWords, figure } from './evidence.ts';
import { STORES_WITH_SERVER } from './stores.ts';

const saving = (store: StoreName, saveMode: SaveMode) =>
  draft({
    title: `Forms and logins with a redirect, saved ${saveMode}`,
    subject: { store, instances: 2, saveMode },
    load: { workload: 'redirect', clients: 15, rate: 200, durationMs: 6000 },
    faults: TROUBLED_WIRE,
  });

/** Without logins, no session is saved a second time: whatever is lost here, the store or the middleware lost. */
const withoutLogins = (store: StoreName) =>
  draft({
    title: 'Writes without a login, saved awaited',
    subject: { store, instances: 2, saveMode: 'awaited' },
    load: { workload: 'register', clients: 15, rate: 200, durationMs: 6000 },
    faults: TROUBLED_WIRE,
  });

/** Without faults the fate of every change is known, so a session that is saved a second time shows. */
const undisturbed = (store: StoreName) =>
  draft({
    title: 'Forms and logins with a redirect, saved awaited, without faults',
    subject: { store, saveMode: 'awaited' },
    load: { workload: 'redirect', clients: 10, rate: 100, durationMs: 2500 },
  });

export const savedBeforeTheAnswer = onEach({
  id: 'C14',
  text: 'A login that sets the user, calls save() and answers has saved the session',
  source:
    'Express tutorials; express-session readme, example of a login: save() with a callback, then redirect',
  stores: STORES_WITH_SERVER,
  experiments: (store) => ({
    'saved-implicit': saving(store, 'implicit'),
    'saved-awaited': saving(store, 'awaited'),
    'saved-unawaited': saving(store, 'unawaited'),
    'saved-no-login': withoutLogins(store),
    'saved-undisturbed': undisturbed(store),
  }),
  judge(experiments) {
    const [implicit, awaited, unawaited] = (['implicit', 'awaited', 'unawaited'] as const).map((mode) =>
      named(experiments, `saved-${mode}`),
    ) as [Result, Result, Result];
    const plain = named(experiments, 'saved-no-login');
    const words = ({ counts, ...rest }: Result) =>
      `${anomaliesInWords({ counts, ...rest })} in ${count(counts.writesAcknowledged)} acknowledged writes`;
    const calm = named(experiments, 'saved-undisturbed');
    const [saves, changes] = [figure(calm, 'calls.set'), mostChanges(calm)];
    const measured =
      `in save's callback: ${words(plain)} without logins, and ${words(awaited)} with them ` +
      `(without faults ${count(saves)} saves for at most ${count(changes)} changes); ` +
      `save() without one: ${words(unawaited)}; no save(): ${words(implicit)}`;
    if ([plain, awaited, unawaited, calm].some(({ counts }) => counts.writesAcknowledged === 0))
      return unknown('no write was acknowledged', measured);
    const savesTwice = saves > changes;
    const unexplained = anomaliesIn(awaited) - (savesTwice ? anomaliesIn(awaited, BY_A_SECOND_SAVE) : 0);
    if (anomaliesIn(plain) + unexplained > 0)
      return { measured, verdict: 'refuted', reason: 'an app that waits for save is not safe either' };
    if ([plain, awaited].some(({ verdict }) => verdict === 'unknown'))
      return unknown('a checker could not decide', measured);
    if (anomaliesIn(unawaited) === 0)
      return unknown('not waiting made no difference, so this test could not have told', measured);
    const conditions = [
      "it answers in save's callback: else a store that is slow or away for a moment has not what was acknowledged",
      ...(savesTwice ? [UNTIL_IT_ENDS] : []),
    ];
    return trueOnlyIf(conditions.join('; and '), measured);
  },
});

/**
 * What express-session does when a request ends that has called `regenerate`, whether or not it has called `save` since
 * (expressjs/session#935). A client that has the answer may have gone on: what it did to the session is undone.
 */
const UNTIL_IT_ENDS =
  'the session is left alone until the request of the login has ended: a regenerated session is saved again then';
const BY_A_SECOND_SAVE = ['lost-write', 'resurrection'];

/** What clients asked to have changed, and a few reads that failed. */
const mostChanges = ({ counts }: Result) => counts.operations - counts.reads;

type Result = ReturnType<typeof named>;
