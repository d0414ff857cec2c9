/**
 * `node bench/concurrent.ts [operations]`: operations per second of processor time, of the exact decision on sessions with 8 clients at once,
 * of whose operations 30 % are never answered; for numbers of sessions that double, to see that it stays near-linear.
 */
import process, { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { median } from 'simple-statistics';
import { decide } from '../harness/checker/decide/decide.ts';
import { sameShape } from '../harness/history/shape.ts';
import { Random } from '../harness/model/random.ts';
import type { OperationLine, Value } from '../protocol/history.ts';
import type { TtlPolicy } from '../harness/model/ttl-policy.ts';

const CLIENTS = 8;
const SESSION_OPERATIONS = 200;
const INFO = 0.3;
const KEYS = ['a', 'b', 'c', 'd'] as const;
const POLICY: TtlPolicy = { ttlMs: 600_000, graceMs: 1000, renewedBy: 'save' };

interface ConcurrentFigures {
  sessions: number;
  operations: number;
  perSecond: number;
}

/** One session under a store that keeps everything: its clients overlap all the time. */
function session(name: string, random: Random): OperationLine[] {
  const common = { session: name, due: 0 } as const;
  const ops: OperationLine[] = [
    sameShape({ ...common, op: 'create', client: 'c0', outcome: 'ok', start: 0, end: 1 }),
  ];
  const planned = Array.from({ length: SESSION_OPERATIONS }, (_, i) => {
    const start = 2 + Math.floor(i / CLIENTS) * 10 + random.next() * 6;
    const end = start + 1 + random.next() * 8;
    const isInfo = random.chance(INFO);
    const at = !isInfo
      ? start + random.next() * (end - start)
      : random.chance(0.5)
        ? Infinity
        : start + random.next() * 30;
    const chosen = random.next();
    const op = chosen < 0.5 ? 'read' : chosen < 0.9 ? 'write' : 'increment';
    return { client: `c${i % CLIENTS}`, start, end, at, isInfo, op } as const;
  });
  const held = new Map<string, Value>();
  let written = 0;
  for (const { client, start, end, at, isInfo, op } of planned.toSorted((a, b) => a.at - b.at)) {
    const key = op === 'increment' ? 'n' : random.pick(KEYS);
    const value =
      op === 'write'
        ? ++written
        : op === 'increment'
          ? Number(held.get(key) ?? 0) + 1
          : (held.get(key) ?? null);
    if (at !== Infinity && op !== 'read') held.set(key, value);
    const told = isInfo && op !== 'write' ? undefined : value;
    ops.push(
      sameShape({ ...common, op, client, key, value: told, outcome: isInfo ? 'info' : 'ok', start, end }),
    );
  }
  return ops;
}

function benchConcurrent(operations = 200_000): ConcurrentFigures[] {
  const random = new Random(1);
  const all = Array.from({ length: Math.ceil(operations / (SESSION_OPERATIONS + 1)) }, (_, i) => ({
    name: `s${i}`,
    ops: session(`s${i}`, random),
  }));
  const figures: ConcurrentFigures[] = [];
  for (const share of [0.25, 0.5, 1]) {
    const sessions = all.slice(0, Math.ceil(all.length * share));
    const count = sessions.reduce((sum, { ops }) => sum + ops.length, 0);
    const rates = Array.from({ length: 3 }, () => {
      const began = process.cpuUsage();
      for (const each of sessions)
        if (decide([each], POLICY).kind !== 'explained')
          throw new Error('the sessions of the bench were not judged sound');
      const { user, system } = process.cpuUsage(began);
      return (count * 1e6) / (user + system);
    });
    figures.push({ sessions: sessions.length, operations: count, perSecond: median(rates) });
  }
  return figures;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [operations] = argv.slice(2).map(Number);
  for (const { sessions, operations: count, perSecond } of benchConcurrent(operations))
    console.log(
      `exact decision, ${CLIENTS} clients a session, ${INFO * 100} % without an answer: ${Math.round(perSecond).toLocaleString('en-US')} operations per second of processor time (${sessions.toLocaleString('en-US')} sessions, ${count.toLocaleString('en-US')} operations)`,
    );
}
