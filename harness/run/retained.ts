import { setTimeout as delay } from 'node:timers/promises';
import { ROUTES } from '../../protocol/routes.ts';
import type { Recording } from '../history/recording.ts';
import { heapNote } from '../model/heap-note.ts';
import type { Subject } from '../model/plan.ts';
import { grownSince, referenceCounts, type Grown } from '../platform/heap/grown.ts';
import { heapSnapshot } from '../platform/heap/snapshot.ts';
import type { StartedSubject } from '../platform/subject.ts';
import { messageOf } from '../errors.ts';

/** Enough to stand out from what else comes and goes. */
const VISITORS = 300;
/** Of those, an object that holds on to the rest has so many. */
const LEAST_SHARE = 0.9;
/** A store that clears up now and then has done so by then. */
const SLACK_MS = 2000;
/** Nobody waits for a longer life to end. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Notes what of the first instance's heap holds on to sessions whose time is over: two snapshots, the sessions of 300 more
 * visitors in between, and what has grown by as many. It comes when all that is measured has been.
 */
export async function noteRetained(
  { instances, controlToken }: StartedSubject,
  { ttlMs }: Pick<Subject, 'ttlMs'>,
  { recording, signal }: { recording: Pick<Recording, 'note'>; signal: AbortSignal },
): Promise<void> {
  const [instance] = instances;
  if (instance === undefined) return;
  const { name, url } = instance;
  try {
    const before = referenceCounts(await heapSnapshot(url, controlToken));
    for (let visitor = 0; visitor < VISITORS; visitor++) await visit(url, visitor);
    const waitMs = Math.min(ttlMs, LONGEST_WAIT_MS) + SLACK_MS;
    await delay(waitMs, undefined, { signal });
    const grown = grownSince(before, await heapSnapshot(url, controlToken), LEAST_SHARE * VISITORS);
    const when = ttlMs > LONGEST_WAIT_MS ? `${waitMs / 1000} s after` : 'when their time was over';
    recording.note(heapNote(name, `${when} ${VISITORS} more sessions ${said(grown)}`));
  } catch (error) {
    signal.throwIfAborted();
    recording.note(heapNote(name, `what holds on to sessions could not be seen: ${messageOf(error)}`));
  }
}

const said = (grown: readonly Grown[]) =>
  grown.length === 0
    ? 'were held by nothing'
    : `were held by ${grown.map(({ path, by }) => `${path} (${by.toLocaleString('en-US')} more references)`).join(', and by ')}`;

async function visit(url: string, visitor: number): Promise<void> {
  const response = await fetch(url + ROUTES.session, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ owner: `held-${visitor}` }),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`a visitor was answered ${response.status}`);
}
