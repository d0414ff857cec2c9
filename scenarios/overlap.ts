/**
 * overlap: two requests of one session at once, the first of which the app works on for a while. It takes in the
 * session, another request changes or destroys that, and then it is done: whatever it saves is from before. Counted is
 * how often a write was undone, and how often a session that was destroyed came back.
 */
import type { OperationLine } from '../protocol/history.ts';
import { WAIT_MS } from '../protocol/routes.ts';
import { destroying, reading, writing, type Asking } from './lib/asking.ts';
import { leaving, unlessOk } from './lib/leaving.ts';
import { note } from './lib/note.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const [KEY, OTHER] = ['a', 'b'];
const OPERATIONS_A_VISIT = 4;
/** Long enough for the other request to be done with. */
const WORK_MS = 80;
const config = settings('overlap', { clients: 10 });
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

async function live({ client, index, pacer, clock }: ClientRun): Promise<void> {
  const seen = {
    'writes during a read': 0,
    'writes undone by a read': 0,
    'logouts during a write': 0,
    'revived by a write': 0,
    'logouts during a read': 0,
    'revived by a read': 0,
    reads: 0,
    writes: 0,
  };
  let written = 0;
  const fresh = () => (index + 1) * 1_000_000 + ++written;
  const ways: ((session: Session, due: number) => Promise<void>)[] = [
    async (session, due) => {
      const value = fresh();
      const lines = await client.together(session, [slow(reading(KEY)), writing(OTHER, value)], due);
      const after = client.read(session, OTHER, clock(), leaving);
      if (!lines.every(isDone) || after.outcome !== 'ok') return;
      seen['writes during a read']++;
      seen.reads += 2;
      seen.writes++;
      if (after.value !== value) seen['writes undone by a read']++;
    },
    async (session, due) => {
      if (!(await outlives(session, slow(writing(KEY, fresh())), due, 'logouts during a write'))) return;
      seen['revived by a write']++;
    },
    async (session, due) => {
      if (!(await outlives(session, slow(reading(KEY)), due, 'logouts during a read'))) return;
      seen['revived by a read']++;
    },
  ];

  for (let visit = 1; pacer.nextDue < config.durationMs; visit++) {
    const session = client.open(`${client.id}-${visit}`);
    const due = pacer.wait(OPERATIONS_A_VISIT);
    if (client.create(session, due, { key: KEY, value: fresh() }, unlessOk).outcome !== 'ok') continue;
    seen.writes++;
    await ways[visit % ways.length]?.(session, clock());
  }
  note(config, 'requests that overlapped, and what became of what the other one did', clock(), seen);

  /** Whether the session is there although it was destroyed while the app was at work on the request. */
  async function outlives(
    session: Session,
    work: Asking,
    due: number,
    kind: 'logouts during a write' | 'logouts during a read',
  ): Promise<boolean> {
    const { name, home } = session;
    const copy = { name, home, cookies: session.cookies.copy() };
    const lines = await client.together(session, [work, destroying()], due);
    const after = client.ask(copy, reading(KEY), clock(), undefined, leaving);
    if (!lines.every(isDone) || after.outcome !== 'ok') return false;
    seen[kind]++;
    return after.absent !== true;
  }
}

const slow = (asking: Asking): Asking => ({ ...asking, path: `${asking.path}?${WAIT_MS}=${WORK_MS}` });
const isDone = ({ outcome, absent }: OperationLine) => outcome === 'ok' && absent !== true;
