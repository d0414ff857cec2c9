import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedRun } from '../compare/testing.ts';
import type { ExperimentResult } from '../model/results.ts';
import { experiment, growth } from '../report/testing/experiments.ts';
import { REPRO_NAMES, reproOf, type ReproName } from './catalogue.ts';
import { installedVersions } from './installed.ts';
import { judgeRepro } from './judge.ts';
import type { Sighting } from './report.ts';
import { renderList, renderRepros } from './text.ts';

const TERMINAL = { color: false, columns: 100 };
const result = (id: string, changes: Partial<ExperimentResult> = {}) =>
  experiment('mysql', { id, ...changes });
const tabs = (number: number, lost: number, changes: Partial<ExperimentResult> = {}) =>
  result(`overlapping-updates/attempt-${number}`, {
    anomalyCounts: { 'lost-update': lost },
    checkers: [{ checker: 'lost-update', verdict: lost > 0 ? 'fail' : 'pass', count: lost, tested: 40 }],
    ...changes,
  });
const judge = (experiments: ExperimentResult[], times = experiments.length) =>
  judgeRepro({
    name: 'overlapping-updates',
    times,
    results: comparedRun({ experiments }),
    traces: new Map(experiments.map(({ id }) => [id, { appLog: '', unsaved: 0 }])),
    installed: ['express-session 1.19.0'],
  });
const quantiles = (maxMs: number) => ({ count: 9, p50Ms: 1, p90Ms: 2, p99Ms: 3, maxMs });
const took = (maxMs: number) => [{ op: 'read', fromIntended: quantiles(9000), fromSend: quantiles(maxMs) }];
const seen = (
  name: ReproName,
  changes: Partial<ExperimentResult>,
  appLog = '',
  unsaved = 0,
): Sighting['reproduced'] =>
  reproOf(name).seen({ result: result(name, changes), appLog, unsaved }).reproduced;

test('a report is reproduced when one attempt shows it, and says in how many of how many', () => {
  const { verdict, seenIn, judged, attempts } = judge([tabs(1, 0), tabs(2, 7)]);
  assert.deepEqual([verdict, seenIn, judged], ['reproduced', 1, 2]);
  assert.equal(attempts[1]?.evidence, 'lost-update 7 of 40 occasions');
});

test('it is not reproduced only when every attempt could have shown it and none did', () => {
  assert.equal(judge([tabs(1, 0), tabs(2, 0)]).verdict, 'not reproduced');
  const spoiled = tabs(2, 9, { problems: ['the app died'], verdict: 'unknown' });
  const { verdict, judged, attempts } = judge([tabs(1, 0), spoiled]);
  assert.deepEqual([verdict, judged, attempts[1]?.evidence], ['unknown', 1, 'the app died']);
  assert.equal(judge([tabs(1, 0)], 2).verdict, 'unknown');
  assert.equal(judge([tabs(1, 0, { checkers: [] })]).verdict, 'unknown');
});

test('a leak is a heap that grows and is held; a heap that is given back is none', () => {
  assert.equal(seen('memory-leak', { growth: growth(1440, null) }), true);
  assert.equal(seen('memory-leak', { growth: growth(3, 1300) }), false);
  assert.equal(seen('memory-leak', { growth: null }), undefined);
  const freed = growth(1440, null);
  assert.equal(
    seen('memory-leak', { growth: { ...freed, app: { ...freed.app, heldAfterTtl: 0.1 } } }),
    false,
  );
});

test('what MongoDB still counts after the TTL decides whether it keeps what has expired', () => {
  assert.equal(seen('mongo-keeps-for-a-minute', { growth: growth(3, 1300) }), false);
  const kept = growth(3, 1300);
  assert.ok(kept.server);
  kept.server.storedAfterTtl = 1400;
  assert.equal(seen('mongo-keeps-for-a-minute', { growth: kept }), true);
});

test('complaints are counted in what the app printed', () => {
  const line = '[session-file-store] will retry, error on last attempt: Error: ENOENT: no such file';
  assert.equal(seen('file-store-retries', {}, `${line}\n${line}\n`), true);
  const { counts } = result('x');
  assert.equal(seen('file-store-retries', { counts: { ...counts, readsAbsent: 5 } }, 'listening'), false);
  assert.equal(seen('file-store-retries', {}, 'listening'), undefined);
  assert.equal(seen('file-store-cut-files', {}, 'SyntaxError: Unexpected end of JSON input'), true);
  assert.equal(seen('file-store-cut-files', {}), false);
});

test('an answer of 200 to a save that failed is what the app counted, whatever clients lost', () => {
  assert.equal(seen('saved-in-words-only', {}, '', 3), true);
  assert.equal(seen('saved-in-words-only', {}), false);
});

test('a secure cookie is lost only when nothing at all could be read back', () => {
  const { counts } = result('x');
  assert.equal(seen('secure-cookie', { counts: { ...counts, readsAbsent: counts.reads } }), true);
  assert.equal(seen('secure-cookie', {}), false);
  assert.equal(seen('secure-cookie', { counts: { ...counts, reads: 0 } }), undefined);
});

test('what clients counted shows a report; where nothing was counted there was no occasion', () => {
  const figures = { 'writes during a read': 20, 'writes undone by a read': 18 };
  assert.equal(seen('undone-by-a-read', { figures }), true);
  assert.equal(seen('undone-by-a-read', { figures: { 'writes during a read': 20 } }), false);
  assert.equal(seen('undone-by-a-read', {}), undefined);
  assert.equal(seen('values-become-json', { figures: { 'kept whole': 9, 'as JSON': 0 } }), false);
  assert.equal(seen('values-become-json', {}), undefined);
  assert.equal(seen('strangers-fill-the-store', { figures: { visits: 300, 'calls.get': 3 } }), false);
});

test('connect-mongo without a complaint is cleared only by logouts that could have provoked one', () => {
  const figures = { 'logouts during a read': 17 };
  assert.equal(seen('mongo-nothing-to-touch', { figures }, 'listening'), false);
  assert.equal(seen('mongo-nothing-to-touch', {}, 'listening'), undefined);
  assert.equal(seen('mongo-nothing-to-touch', {}, 'Error: Unable to find the session to touch'), true);
});

test('a request that hung took as long as Redis was away; an error at once took no time', () => {
  assert.equal(seen('redis-keeps-requests-waiting', { latency: took(2100) }), true);
  assert.equal(seen('redis-keeps-requests-waiting', { latency: took(40) }), false);
  assert.equal(seen('redis-keeps-requests-waiting', { latency: [] }), undefined);
});

test('a store that comes back is known by what it acknowledged after its server was back, not before', () => {
  const fault = { id: 'f1', kind: 'server-restart', target: 'mysql', planned: true, onsetMs: 1500 };
  const faults = [{ ...fault, healedMs: 2500, tookEffect: true, evidence: {} }];
  const [sample] = result('x').buckets;
  assert.ok(sample);
  const bucket = (atMs: number, ok: number, failed: number) => ({ ...sample, atMs, ok, failed });
  const judged = (...buckets: (typeof sample)[]) => seen('mysql-stays-away', { faults, buckets });
  assert.equal(judged(bucket(2000, 9, 0), bucket(3000, 0, 9)), true);
  assert.equal(judged(bucket(2000, 0, 9), bucket(3000, 9, 0)), false);
  assert.equal(judged(bucket(2000, 9, 0)), undefined);
});

test('a session that was cut is one that cannot be read, or whose save failed behind its answer', () => {
  const { counts } = result('x');
  assert.equal(seen('mysql-cuts-large-sessions', {}), false);
  assert.equal(seen('mysql-cuts-large-sessions', {}, '', 3), true);
  const gone = { ...counts, readsAbsent: counts.reads };
  assert.equal(seen('mysql-cuts-large-sessions', { counts: gone }), true);
});

test('every report names where it was said, what it is tried on, and the versions', async () => {
  for (const name of REPRO_NAMES) {
    const { sources, packages, versions, title } = reproOf(name);
    for (const source of sources) assert.equal(new URL(source).protocol, 'https:');
    assert.ok(versions !== '' && title !== '');
    for (const installed of installedVersions(packages)) assert.match(installed, /^\S+ \d+\.\d+\.\d+/);
  }
  assert.deepEqual(installedVersions(['no-such-package']), ['no-such-package is not installed']);
});

test('the table and the list say it in words within 100 columns', () => {
  const text = renderRepros([judge([tabs(1, 7)])], TERMINAL);
  assert.match(text, /1 of 1 +✗ reproduced/);
  assert.match(text, /express-session 1\.19\.0/);
  assert.match(text, /overlapping-updates: https:\/\/github\.com\/expressjs\/session\/issues\/606/);
  for (const line of `${text}${renderList(TERMINAL)}`.split('\n'))
    assert.ok(line.length <= 100 || line.includes('https://'), line);
  assert.match(renderList(TERMINAL), /memory-leak\n +MemoryStore leaks\./);
});

test('saves are told from changes only where somebody counted them', () => {
  const { counts } = result('x');
  const of = (saves: number | undefined, more: Partial<typeof counts> = {}) =>
    seen('regenerated-saved-twice', {
      counts: { ...counts, writesAcknowledged: 80, fail: 0, info: 0, ...more },
      ...(saves === undefined ? {} : { figures: { 'calls.set': saves } }),
    });
  assert.equal(of(100), true);
  assert.equal(of(80), false);
  assert.equal(of(100, { info: 20 }), false);
  assert.equal(of(undefined), undefined);
  assert.equal(of(0, { writesAcknowledged: 0 }), undefined);
});
