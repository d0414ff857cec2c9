import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startReaper, type Reaper } from '../harness/process/reaper.ts';
import { provision, type Tool, type ToolName } from '../harness/provision/provision.ts';
import { nothingLeft, temporaryFolder } from './holdfast.ts';
import { controlsOf, ANY_FAILURE, DEFECTS, type Control, type Defect } from './planted/catalogue.ts';
import { rateOf, type Rate } from './planted/interval.ts';
import { markCorrect, markDefect } from './planted/score.ts';
import { runTrial } from './planted/trial.ts';

const SOME = new Set([
  'drops-writes',
  'acknowledges-early',
  'crosses-answers',
  'destroy-forgets',
  'keeps-id',
  'shares-its-object',
  'expires-early',
  'drops-proto',
  'swaps-answers-in-flight',
  'accepts-unsigned',
  'saves-slowly',
  'stays-away',
  'fails-one-in-twenty',
  'never-back-after-restart',
]);
/** Its clients are told, and are to be: what is asked is whether anything else is said of it. */
const REFUSED = { subject: { saveMode: 'awaited' }, service: ANY_FAILURE } as const;
const CORRECT: Control[] = [
  { store: 'none', workload: 'register', faults: 'app-crash@700ms' },
  { store: 'memory', workload: 'login' },
  ...controlsOf('saves-slowly'),
  { store: 'refuses-now-and-then', workload: 'login', ...REFUSED },
  { store: 'refuses-now-and-then', workload: 'tamper', ...REFUSED },
  { store: 'refuses-now-and-then', workload: 'redirect', ...REFUSED },
  { store: 'fails-one-in-a-hundred', workload: 'browse', subject: { saveMode: 'awaited' } },
];

const rounded = ({ low, high }: Rate) => [low.toFixed(4), high.toFixed(4)];

test('an interval holds every rate that the count does not rule out', () => {
  assert.deepEqual(rounded(rateOf(0, 100)), ['0.0000', '0.0362']);
  assert.deepEqual(rounded(rateOf(100, 100)), ['0.9638', '1.0000']);
  assert.deepEqual(rounded(rateOf(3, 10)), ['0.0667', '0.6525']);
});

test('at least 24 defects are planted, each in a store of its own', () => {
  assert.ok(new Set(DEFECTS.map(({ name }) => name)).size >= 24);
});

describe('planted stores', { concurrency: 2 }, () => {
  const tools = new Map<ToolName, Tool>();
  let reaper: Reaper;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    folder = await temporaryFolder();
    process.env['HOLDFAST_PLANTED_FOLDER'] = folder.path;
    reaper = startReaper();
    tools.set('k6', await provision('k6', { signal: AbortSignal.timeout(20 * 60_000), report: () => {} }));
  });
  after(async () => {
    await reaper[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
    await nothingLeft();
  });

  const run = async (what: Defect | Control, name: string) => {
    const signal = AbortSignal.timeout(10 * 60_000);
    const { result } = await runTrial(what, name, { tools, reaper, folder: folder.path, signal });
    return result;
  };

  for (const defect of DEFECTS.filter(({ name }) => SOME.has(name))) {
    const { name, expected, workload } = defect;
    test(`${name} is caught by ${workload} as ${expected}`, async () => {
      const mark = markDefect(defect, await run(defect, name));
      assert.equal(mark.kind, 'caught', JSON.stringify(mark));
    });
  }

  for (const control of CORRECT) {
    const { store, workload, faults = 'no fault' } = control;
    test(`${store}, which has no defect, is clean in ${workload} with ${faults}`, async () => {
      assert.deepEqual(markCorrect(control, await run(control, `clean-${store}-${workload}`)), {
        kind: 'clean',
      });
    });
  }
});
