import { createInterface } from 'node:readline';
import { execa } from 'execa';
import type { FaultLine } from '../../../protocol/history.ts';
import { messageOf } from '../../errors.ts';
import type { Reaper } from '../../process/reaper.ts';
import { placed, type Place } from './kubectl.ts';
import type { PodPart } from './part.ts';
import { containerIn, podFrom, type Ending, type Pod } from './pods.ts';

const ABORT = 134;

/** What is known of a container that is watched. */
export interface Watched extends Pick<PodPart, 'name' | 'pod' | 'uid' | 'id' | 'hasEnded'> {
  /** Of its containers; absent: it has one. */
  readonly container?: string;
  /** Its pod is taken away by a fault, and another one comes. */
  readonly isReplaced?: boolean;
}

/** The same of what is brought back. */
export type Restarting = Watched & Pick<PodPart, 'pid' | 'untilReadyAfter'>;

export interface WatchContext {
  place: Place;
  /** What is brought back and goes on, as an app does. */
  restarting: readonly Restarting[];
  /** What a run learns nothing more without. */
  lasting: readonly Watched[];
  reaper: Reaper;
  onUnplanned: (line: FaultLine) => void;
  onDeath: (what: string) => void;
}

/**
 * Watches the pods of a run for containers that end although no fault is at work on them. An app that ran out of memory
 * and was brought back is what production does too: it becomes an unplanned fault of the history, named
 * `out-of-memory`, or `app-death` for any other end. A pod that is replaced, as where its node is emptied, ends the
 * experiment. Disposing of it ends the watch.
 */
export function watchPods(context: WatchContext): AsyncDisposable {
  const { place, restarting, lasting, reaper, onUnplanned, onDeath } = context;
  const told = new Set<string>();
  const healing = new Set<Promise<void>>();
  let count = 0;
  const look = (pod: Pod) => {
    const part = [...restarting, ...lasting].find((each) => each.pod === pod.metadata.name);
    if (part === undefined || part.uid === undefined || part.isReplaced === true) return;
    const { uid, deletionTimestamp } = pod.metadata;
    if (uid !== part.uid || deletionTimestamp !== undefined)
      return onDeath(`the pod of ${part.name} was taken away by somebody else, or by its node`);
    const { lastState, state } = containerIn(pod, part.container) ?? {};
    const ended = state?.terminated ?? lastState?.terminated;
    const id = ended?.containerID;
    if (ended === undefined || id === undefined || told.has(id) || part.hasEnded(id) || id !== part.id)
      return;
    told.add(id);
    const { exitCode, reason } = ended;
    const restarted = restarting.find((each) => each === part);
    if (restarted === undefined)
      return onDeath(`${part.name} ended by itself: its container exited with code ${exitCode}`);
    const fault = reason === 'OOMKilled' || exitCode === ABORT ? 'out-of-memory' : 'app-death';
    const common = { fault, id: `unplanned-${++count}`, target: part.name };
    const evidence = { exitCode, pidBefore: restarted.pid };
    onUnplanned({ ...common, phase: 'onset', at: endedAtMs(ended, Date.now()) });
    const healed = restarted.untilReadyAfter(id).then(
      () =>
        onUnplanned({
          ...common,
          phase: 'healed',
          at: Date.now(),
          evidence: { ...evidence, pidAfter: restarted.pid },
        }),
      (error: unknown) => onDeath(`${part.name} did not come back: ${messageOf(error)}`),
    );
    healing.add(healed);
  };
  const following = follow({ place, reaper, look, onLost: () => onDeath(LOST) });
  return {
    async [Symbol.asyncDispose]() {
      await following.end();
      await Promise.allSettled(healing);
    },
  };
}

/** The cluster tells of an end this much later at most, where the clock of its node is to be believed. */
const TOLD_WITHIN_MS = 30_000;

/** When a container ended: never later than that, and less than a second before it, if the clocks agree. */
export function endedAtMs({ finishedAt }: Pick<Ending, 'finishedAt'>, nowMs: number): number {
  const ms = Date.parse(finishedAt ?? '');
  return ms <= nowMs && ms > nowMs - TOLD_WITHIN_MS ? ms : nowMs;
}

const LOST = 'the cluster no longer told of its pods while the run was under way';
/** An API server ends each watch after half an hour or more, and begins the next with all that is there. */
const SHORT_MS = 5000;
const MOST_SHORT = 3;

interface Following extends Pick<WatchContext, 'place' | 'reaper'> {
  look: (pod: Pod) => void;
  /** It ends again and again as soon as it has begun. */
  onLost: () => void;
}

/** Looks at every pod of the run as it is and as it changes, over one watch after the other. */
function follow({ place, reaper, look, onLost }: Following): { end: () => Promise<void> } {
  const args = [...placed(place), 'get', 'pods', '--watch', '--output', 'json'];
  const over = new AbortController();
  const watchOnce = async () => {
    const watching = execa('kubectl', args, {
      reject: false,
      buffer: false,
      stdin: 'ignore',
      detached: true,
      cancelSignal: over.signal,
    });
    const { pid } = watching;
    if (pid !== undefined) reaper.own(pid);
    let object: string[] = [];
    // Each is printed over several lines, of which the last one alone is a brace by itself.
    createInterface({ input: watching.stdout }).on('line', (line) => {
      object.push(line);
      if (line !== '}') return;
      const pod = podIn(object.join('\n'));
      object = [];
      if (pod !== undefined && !over.signal.aborted) look(pod);
    });
    await watching;
    if (pid !== undefined) reaper.release(pid);
  };
  const ended = (async () => {
    let short = 0;
    while (!over.signal.aborted && short < MOST_SHORT) {
      const beganMs = performance.now();
      await watchOnce();
      short = performance.now() - beganMs < SHORT_MS ? short + 1 : 0;
    }
    if (!over.signal.aborted) onLost();
  })();
  return {
    end: async () => {
      over.abort();
      await ended;
    },
  };
}

/** What ends a watch may be told in it, too, and is no pod. */
function podIn(json: string): Pod | undefined {
  try {
    return podFrom(json);
  } catch {
    return undefined;
  }
}
