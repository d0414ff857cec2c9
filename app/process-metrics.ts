import { Counter, Gauge, type Registry } from 'prom-client';
import { groupMemory } from './cgroup.ts';
import { heapLimitBytes, memoryLimitBytes } from './memory-limits.ts';
import { METRICS, type DeathReason } from '../protocol/metrics.ts';

export interface Circumstances {
  /** How former processes ended; absent where nobody notes it. */
  deaths: Readonly<Record<DeathReason, number>> | undefined;
  /** Counts the sessions that the store holds inside this process; absent for a store with a server. */
  held: (() => number) | undefined;
}

/** Tells of the process what Node's own metrics do not: what limits it, what it holds, and how others before it ended. */
export function measureProcess(registry: Registry, { deaths, held }: Circumstances): void {
  const registers = [registry];
  const limitBytes = memoryLimitBytes();
  if (limitBytes !== undefined) {
    new Gauge({
      name: METRICS.memoryLimitBytes,
      help: 'What the process may take up before the kernel kills it',
      registers,
    }).set(limitBytes);
    measureGroup(registers);
  }
  new Gauge({
    name: METRICS.heapLimitBytes,
    help: "What V8's heap may grow to before the process aborts",
    registers,
  }).set(heapLimitBytes());
  if (held !== undefined) {
    const gauge: Gauge = new Gauge({
      name: METRICS.sessionsHeld,
      help: 'Sessions, expired or not, that the store holds inside this process',
      registers,
      // Counted when asked for, as counting takes longer the more there are.
      collect: () => {
        gauge.set(held());
      },
    });
  }
  if (deaths !== undefined) {
    const counter = new Counter({
      name: METRICS.deaths,
      help: "How the former processes of this instance's container ended",
      labelNames: ['reason'],
      registers,
    });
    for (const [reason, times] of Object.entries(deaths)) counter.inc({ reason }, times);
  }
}

/** What counts towards that limit: more than the process's resident memory, and less of the pages of files. */
function measureGroup(registers: Registry[]): void {
  if (groupMemory() === undefined) return;
  const idle = new Gauge({
    name: METRICS.idleFileBytes,
    help: 'Of that, pages of files that the kernel takes back before it kills',
    registers,
  });
  const used: Gauge = new Gauge({
    name: METRICS.memoryBytes,
    help: "What counts towards the limit, by the control group's own figure",
    registers,
    collect: () => {
      const memory = groupMemory();
      if (memory === undefined) return;
      used.set(memory.usedBytes);
      idle.set(memory.idleFileBytes);
    },
  });
}
