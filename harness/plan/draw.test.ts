import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SERVER_PROGRAMS } from '../../protocol/servers.ts';
import { FAULT_KINDS, FAULTS, undoesFiles, type FaultTraits } from '../model/faults.ts';
import { exclusionOf, overlap } from '../model/overlap.ts';
import { TOPOLOGIES } from '../model/topologies.ts';
import { drawFaults, type Drawing } from './draw.ts';
import { parseFaults } from './parse.ts';
import { scheduleText } from './schedule-text.ts';

const SITES = fc.record({
  store: fc.constant('store'),
  instances: fc.integer({ min: 1, max: 4 }),
  program: fc.option(fc.constantFrom(...SERVER_PROGRAMS), { nil: undefined }),
  platform: fc.constantFrom('process', 'compose', 'kubernetes'),
  topology: fc.constantFrom(undefined, ...TOPOLOGIES.filter((name) => name !== 'standalone')),
});

const DRAWINGS: fc.Arbitrary<Drawing> = fc
  .record({
    sites: SITES,
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    budget: fc.integer({ min: 1, max: 12 }),
    spareMs: fc.integer({ min: 0, max: 60_000 }),
  })
  .map(({ sites, seed, budget, spareMs }) => ({
    sites: { ...sites, hasServer: sites.program !== undefined },
    seed,
    budget,
    durationMs: 4000 + budget * 1500 + spareMs,
  }));

test('the same seed draws the same schedule, and what is drawn is taken back as it is written', () => {
  fc.assert(
    fc.property(DRAWINGS, (drawing) => {
      const drawn = drawFaults(drawing);
      assert.deepEqual(drawFaults(drawing), drawn);
      assert.deepEqual(parseFaults(scheduleText(drawn), drawing.sites), drawn);
      assert.equal(drawn.length, drawing.budget);
    }),
    { numRuns: 1000 },
  );
});

test('what is drawn fits into the load, and only what can be at work at once overlaps', () => {
  fc.assert(
    fc.property(DRAWINGS, (drawing) => {
      const drawn = drawFaults(drawing);
      for (const [index, fault] of drawn.entries()) {
        assert.ok(fault.atMs >= 1500 && fault.atMs + fault.durationMs <= drawing.durationMs - 1000);
        for (const other of drawn.slice(index + 1))
          assert.ok(!overlap(fault, other) || exclusionOf(fault, other) === undefined);
      }
    }),
  );
});

test('of many seeds every fault that a subject can have comes up but what not every machine lets it have, and some overlap', () => {
  const sites = { store: 'redis', instances: 2, hasServer: true, program: 'redis-server' } as const;
  const kinds = new Set<string>();
  let overlapping = 0;
  for (let seed = 0; seed < 500; seed++) {
    const drawn = drawFaults({ sites, seed, budget: 6, durationMs: 30_000 });
    for (const [index, fault] of drawn.entries()) {
      kinds.add(fault.kind);
      if (drawn.slice(index + 1).some((other) => overlap(fault, other))) overlapping++;
    }
  }
  const wanted = FAULT_KINDS.filter((kind) => {
    const { servers, needsReplicas, ownDisk, pods, chaosMesh }: FaultTraits = FAULTS[kind];
    if (needsReplicas || ownDisk || chaosMesh || pods === 'only' || undoesFiles(kind) !== undefined)
      return false;
    return servers === undefined || servers.includes('redis-server');
  });
  assert.deepEqual([...kinds].toSorted(), wanted.toSorted());
  assert.ok(overlapping > 300 && overlapping < 1500, String(overlapping));
});

test('what takes Chaos Mesh is not drawn for a cluster either', () => {
  const sites = { store: 'redis', instances: 2, hasServer: true, platform: 'kubernetes' } as const;
  for (let seed = 0; seed < 100; seed++)
    for (const { kind } of drawFaults({ sites, seed, budget: 6, durationMs: 30_000 }))
      assert.doesNotMatch(kind, /^net-/);
});

test('a budget that does not fit into the load is refused, with what would', () => {
  const sites = { store: 'memory', instances: 1, hasServer: false };
  assert.throws(
    () => drawFaults({ sites, seed: 1, budget: 9, durationMs: 10_000 }),
    /a budget of 9 does not fit/,
  );
});
