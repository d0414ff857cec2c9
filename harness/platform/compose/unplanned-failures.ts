import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { z } from 'zod';
import type { FaultLine } from '../../../protocol/history.ts';
import type { Reaper } from '../../process/reaper.ts';
import type { ContainerPart } from './part.ts';
import { messageOf } from '../../errors.ts';

/** Docker reports that the kernel killed for memory a moment before it reports the death, or after. */
const OOM_NEAR_MS = 3000;
const ABORT = 134;
const DAEMON_ENDED =
  'the Docker daemon ended, or no longer told of its containers, while the run was under way';

const eventSchema = z.object({
  Action: z.string(),
  timeNano: z.number(),
  Actor: z.object({
    ID: z.string(),
    Attributes: z.object({ exitCode: z.coerce.number().optional() }),
  }),
});

export interface UnplannedFailuresContext {
  projectName: string;
  /** What Docker brings back by itself when it dies. */
  restarting: readonly ContainerPart[];
  /** What stays dead. */
  lasting: readonly ContainerPart[];
  reaper: Reaper;
  onUnplanned: (line: FaultLine) => void;
  onDeath: (what: string) => void;
}

/**
 * Watches Docker's events for containers that die although no fault is at work on them. An app that ran out of
 * memory and was brought back is what production does too: it becomes an unplanned fault of the history, named
 * `out-of-memory`, or `app-death` for any other end. Disposing of it ends the watch.
 */
export function watchUnplannedFailures(context: UnplannedFailuresContext): AsyncDisposable {
  const { projectName, restarting, lasting, reaper, onUnplanned, onDeath } = context;
  const filters = [
    `label=com.docker.compose.project=${projectName}`,
    'type=container',
    'event=die',
    'event=oom',
  ];
  const args = ['events', '--format', '{{json .}}', ...filters.flatMap((filter) => ['--filter', filter])];
  const watching = execa('docker', args, { reject: false, buffer: false, stdin: 'ignore', detached: true });
  if (watching.pid !== undefined) reaper.own(watching.pid);
  let isOver = false;
  // Docker tells its events as long as it lives. With it go the ports of all containers: what clients meet from then on
  // says nothing of the app.
  void watching.then(() => {
    if (!isOver) onDeath(DAEMON_ENDED);
  });
  const outOfMemoryMs = new Map<string, number>();
  const healing = new Set<Promise<void>>();
  let count = 0;
  createInterface({ input: watching.stdout }).on('line', (line) => {
    const event = eventSchema.safeParse(JSON.parse(line));
    if (!event.success) return;
    const { Action: action, timeNano, Actor } = event.data;
    const { ID: id } = Actor;
    const { exitCode = 0 } = Actor.Attributes;
    const atMs = timeNano / 1e6;
    if (action === 'oom') outOfMemoryMs.set(id, atMs);
    const died = [...restarting, ...lasting].find((part) => part.id === id);
    if (action !== 'die' || died === undefined || died.isBeingBroken) return;
    if (lasting.includes(died))
      return onDeath(`${died.name} ended by itself: its container exited with code ${exitCode}`);
    const ranOut = exitCode === ABORT || Math.abs(atMs - (outOfMemoryMs.get(id) ?? 0)) < OOM_NEAR_MS;
    const fault = ranOut ? 'out-of-memory' : 'app-death';
    const common = { fault, id: `unplanned-${++count}`, target: died.name };
    const evidence = { exitCode, pidBefore: died.pid };
    onUnplanned({ ...common, phase: 'onset', at: atMs });
    const healed = died.untilReady().then(
      () =>
        onUnplanned({
          ...common,
          phase: 'healed',
          at: Date.now(),
          evidence: { ...evidence, pidAfter: died.pid },
        }),
      (error: unknown) => onDeath(`${died.name} did not come back: ${messageOf(error)}`),
    );
    healing.add(healed);
  });
  return {
    async [Symbol.asyncDispose]() {
      isOver = true;
      watching.kill();
      await watching;
      if (watching.pid !== undefined) reaper.release(watching.pid);
      await Promise.allSettled(healing);
    },
  };
}
