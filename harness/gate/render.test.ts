import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import { JSDOM } from 'jsdom';
import * as runs from '../report/testing/runs.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { renderJUnit } from './junit.ts';
import { renderGateMarkdown } from './markdown.ts';
import { POLICIES } from './policy.ts';
import { renderGateText } from './text.ts';

const xml = (decision: Decision) =>
  new JSDOM(renderJUnit(decision), { contentType: 'text/xml' }).window.document;
const terminal = { color: false, columns: 100 };

test('JUnit has one test case a check: fail is a failure, unknown an error, what is allowed says so', () => {
  for (const make of [runs.allShown, runs.redisLostAWrite, runs.mongoMissing, runs.emptyRun]) {
    const decision = decide(make());
    const document = xml(decision);
    const count = (selector: string) => document.querySelectorAll(selector).length;
    const checks = (verdict: string) => decision.checks.filter((check) => check.verdict === verdict).length;
    assert.equal(count('testcase'), decision.checks.length);
    assert.equal(count('failure'), checks('fail'));
    assert.equal(count('error'), checks('unknown'));
    const unasked = decision.checks.filter(({ allowed }) => allowed === 'not asked').length;
    assert.equal(count('skipped'), unasked);
    assert.equal(count('system-out'), decision.checks.filter(({ allowed }) => allowed !== undefined).length);
  }
});

test('JUnit is well-formed XML, whatever things are called', () => {
  const names = fc.string({ unit: 'binary', minLength: 1 }).map((text) => `${text}]]><&"`);
  fc.assert(
    fc.property(names, (name) => {
      const decision = decide(runs.named(name));
      assert.equal(xml(decision).querySelectorAll('testcase').length, decision.checks.length);
    }),
    { numRuns: 50 },
  );
});

test('JUnit, which logs show as it is, turns no text round and ends no line', () => {
  const name = 'a\u202eb\u2028c\u0085d\u001b[8m\ufffe';
  const text = renderJUnit(decide(runs.named(name)));
  assert.match(text, /a\ufffdb\ufffdc\ufffdd\ufffd\[8m\ufffd/);
  assert.doesNotMatch(text, /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test('the text names what failed first, then what was allowed, and shows a witness', () => {
  const text = renderGateText(decide(runs.redisLostAWrite(), POLICIES['as-promised']), terminal);
  assert.match(text, /^ {2}✗ fail {2}gate on 2026-11-21/);
  assert.match(
    text,
    /no lost-write in redis\/restart[\s\S]*write a=41[\s\S]*Found, and allowed:[\s\S]*not promised/,
  );
});

test('the text is never wider than the terminal, and a name cannot control it', () => {
  const names = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(names, fc.integer({ min: 40, max: 160 }), fc.boolean(), (name, columns, color) => {
      const text = stripVTControlCharacters(renderGateText(decide(runs.named(name)), { color, columns }));
      for (const line of text.split('\n')) {
        assert.ok(line.length <= columns, line);
        assert.doesNotMatch(line, /\p{Cc}/u);
      }
    }),
    { numRuns: 50 },
  );
});

test('the comment opens with the verdict and folds away what passed and what was allowed', () => {
  const text = renderGateMarkdown(decide(runs.redisLostAWrite(), POLICIES['as-promised']));
  assert.match(text, /^## Holdfast gate: ❌ fail\n/);
  assert.match(
    text,
    /\| ❌ fail \| no lost-write in redis\/restart \| 1 found; 1 at app-restart or app-crash: Redis promises survives-app-restart \|/,
  );
  assert.match(text, /<details><summary>Found, and allowed: 2<\/summary>/);
  assert.ok(renderGateMarkdown(decide(runs.hundredsOfAnomalies())).length < 65_536);
});
