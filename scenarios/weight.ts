/**
 * weight: of two sessions of each client, one holds little and the other as much as a cookie has room for. They are
 * read in turn. Counted are the bytes of the cookies that go with each request, and the time that it takes.
 */
import { unlessOk } from './lib/leaving.ts';
import { note } from './lib/note.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { Session } from './lib/session.ts';
import { settings } from './lib/settings.ts';

const KEY = 'text';
/** As base64 this, its owner's name and the signature are still under 4,096 bytes. */
const SIZES = { light: 10, heavy: 2800 } as const;
/** So many reads, and another session takes its place: none goes on for as long as the run. */
const READS_A_SESSION = 500;
const KINDS = ['light', 'heavy'] as const;
const config = settings('weight');
const { options, setup, run, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default run;

function live({ client, pacer, random, clock }: ClientRun): void {
  const figures: Record<string, number> = {};
  const sessions = new Map<(typeof KINDS)[number], Session>();
  let made = 0;
  for (const kind of KINDS) open(kind);
  while (pacer.nextDue < config.durationMs) {
    // By chance, so that neither is always the first after a pause.
    const kind = random() < 0.5 ? 'light' : 'heavy';
    const session = sessions.get(kind);
    if (session === undefined) return;
    const isWorn = session.operations >= READS_A_SESSION;
    const { outcome, absent, start, end } = client.read(session, KEY, pacer.wait(), () => isWorn);
    if (isWorn) open(kind);
    if (outcome !== 'ok' || absent === true) continue;
    const ms = end - start;
    add(`${kind}.reads`, 1);
    add(`${kind}.bytes`, session.cookies.header(Date.now()).length);
    add(`${kind}.ms`, ms);
    add(`${kind}.ms squared`, ms * ms);
  }
  note(config, 'the bytes of cookies, and the time that requests took', clock(), figures);

  function open(kind: (typeof KINDS)[number]): void {
    const session = client.open(`${client.id}-${kind}-${++made}`);
    const value = `${session.name}.`.padEnd(SIZES[kind], '.');
    const { outcome } = client.create(session, pacer.wait(), { key: KEY, value }, unlessOk);
    if (outcome === 'ok') sessions.set(kind, session);
    else sessions.delete(kind);
  }

  function add(name: string, value: number): void {
    figures[name] = (figures[name] ?? 0) + value;
  }
}
