import { setTimeout as delay } from 'node:timers/promises';
import type { FaultLine } from '../../protocol/history.ts';
import { ownDoing } from '../history/own-doing.ts';
import type { Experiment } from '../model/plan.ts';
import { metricsOf } from '../platform/metrics-of.ts';
import { HEARD_BY, heardIn, silenceOf } from '../platform/silence.ts';
import type { StoreWatchContext } from '../platform/store-watch.ts';
import type { AppInstance } from '../platform/subject.ts';

const LOOK_EVERY_MS = 500;
/** Calls that come back one by one are not waited for longer than this. */
const LIMIT_MS = 60_000;

export interface SilentStoreContext extends Pick<Experiment, 'load' | 'faults'> {
  instances: readonly AppInstance[];
  /** Milliseconds since the experiment's epoch. */
  clock: () => number;
  onFault: (line: FaultLine) => void;
  /** Rejects where somebody has stopped what is to call back: then nobody knows whether the store would. */
  assertNoneStopped: () => Promise<void>;
  /** Every instance waits for its store, and nothing more comes of the run. */
  giveUp: (error: Error) => void;
}

/** Finds out, of an experiment without faults, that a store does not call back. */
export interface SilentStore {
  /** For whoever looks at the store during the run. After a fault it is for clients to say how long one stays away. */
  silence: Exclude<StoreWatchContext['silence'], undefined> | undefined;
  /** Waits, when the load is over, until nothing waits for the store any more, or it is known to be silent. */
  settled(): Promise<void>;
}

export function silentStore(context: SilentStoreContext): SilentStore {
  const { load, faults, instances, clock, onFault, assertNoneStopped, giveUp } = context;
  const patienceMs = load.timeoutMs;
  const silent = new Set<string>();
  const reporting: Promise<void>[] = [];
  if (faults.length > 0) return { silence: undefined, settled: () => Promise.resolve() };
  const isWaiting = async (instance: AppInstance) =>
    !silent.has(instance.name) &&
    silenceOf(heardIn(await metricsOf(instance, HEARD_BY)), patienceMs, clock()) !== undefined;
  return {
    silence: {
      fromMs: load.durationMs,
      patienceMs,
      onSilent(instance, what) {
        const reason = `${instance}: ${what}`;
        const atMs = clock();
        silent.add(instance);
        const report = () => {
          for (const line of ownDoing({ failure: 'store-silent', instance, atMs, reason })) onFault(line);
          if (silent.size === instances.length) giveUp(new Error(reason));
        };
        reporting.push(assertNoneStopped().then(report, giveUp));
      },
    },
    async settled() {
      const untilMs = performance.now() + LIMIT_MS;
      while (performance.now() < untilMs) {
        const waiting = await Promise.all(instances.map((each) => isWaiting(each).catch(() => false)));
        if (!waiting.includes(true)) break;
        await delay(LOOK_EVERY_MS);
      }
      await Promise.all(reporting);
    },
  };
}
