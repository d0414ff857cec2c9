/**
 * redirect: a form is posted, the app answers with a redirect to what was written, and the client follows it as soon
 * as its headers are there: express-session sends them before the session is saved, unless the app waits for `save`.
 * The same for a login. What the redirect did not show yet is read once more, to tell late from lost.
 */
import type { OperationLine } from '../protocol/history.ts';
import { loggingInByForm, posting, type First } from './lib/asking.ts';
import { boundsOf } from './lib/bounds.ts';
import { Follower } from './lib/follow.ts';
import { Kept } from './lib/kept.ts';
import { enoughLooks, lastLook } from './lib/last-look.ts';
import { ifFailed } from './lib/leaving.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import { replacing, settleReplaced } from './lib/replacing.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEYS = ['a', 'user'] as const;
const [WRITTEN, USER] = KEYS;
/** A write or a login, where that leads, and a second look. */
const OPERATIONS_A_STEP = 3;
const LOGS_IN_EVERY = 4;
const config = settings('redirect');
const {
  options,
  setup,
  run: main,
  restart,
  teardown,
} = scenario(config, live, { hosts: boundsOf(config) ?? {} });
export { options, setup, restart, teardown };
export default main;

const ENOUGH_LOOKS = enoughLooks(config);

function live(run: ClientRun): void {
  const { client, index, pacer } = run;
  const follower = new Follower(client, config);
  const all = new Kept(run, config, { keys: KEYS });
  let session: Session | undefined;
  let [made, written] = [0, 0];
  const fresh = () => (index + 1) * 1_000_000 + ++written;

  for (let step = 1; pacer.nextDue < config.durationMs; step++) {
    all.tidy();
    if (session === undefined || session.absences >= ENOUGH_LOOKS) {
      if (session !== undefined) all.leave(session);
      const visitor = client.open(`${client.id}-${++made}`);
      const { outcome } = client.create(visitor, pacer.wait(), undefined, ifFailed);
      if (outcome === 'ok') all.use(visitor);
      else if (outcome === 'info') all.leave(visitor);
      session = outcome === 'ok' ? visitor : undefined;
    } else if (step % LOGS_IN_EVERY === 0) {
      session = logIn(session);
      if (session) client.read(session, USER, pacer.wait());
    } else {
      const asking = { ...posting(WRITTEN, fresh(), hostOf(session)), key: WRITTEN };
      follower.follow({ as: session, asking, due: pacer.wait(OPERATIONS_A_STEP - 1) }, session);
      client.read(session, WRITTEN, pacer.wait());
    }
  }
  lastLook(run, config, { sessions: all.all(), keys: KEYS });

  /** The new session; none if the login was not acknowledged. */
  function logIn(visitor: Session): Session | undefined {
    const name = `${client.id}-${++made}`;
    const { next, as, complete } = replacing(visitor, name);
    const user: First = { key: USER, value: fresh() };
    const asking = { ...loggingInByForm(name, user, hostOf(visitor)), key: USER };
    const settled = (line: OperationLine) => {
      complete(line);
      settleReplaced(visitor, next, line);
    };
    const due = pacer.wait(OPERATIONS_A_STEP - 1);
    const line = follower.follow({ as, asking, due, complete: settled }, next);
    all.leave(visitor);
    // Without an answer there is no cookie of a new session: what this one would show is the old one's.
    if (line.outcome !== 'ok') return undefined;
    all.use(next);
    return next;
  }

  /** Behind a balancer there is one address; without one the redirect leads to any instance, as a balancer's may. */
  function hostOf({ home }: Session): string {
    const target = config.balance === 'sticky' ? home : client.anyTarget();
    return target.replace(/^\w+:\/\//, '').replace(/\/.*$/, '');
  }
}
