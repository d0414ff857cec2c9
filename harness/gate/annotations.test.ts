import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as runs from '../report/testing/runs.ts';
import { renderAnnotations } from './annotations.ts';
import { decide } from './decide.ts';
import { POLICIES } from './policy.ts';

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

test('what failed is an error, what is unknown a warning, and a pass one notice', () => {
  const failed = decide(runs.redisLostAWrite());
  const lines = linesOf(renderAnnotations(failed));
  const count = (command: string) => lines.filter((line) => line.startsWith(`::${command} `)).length;
  assert.equal(count('error'), failed.checks.filter(({ verdict }) => verdict === 'fail').length);
  assert.equal(count('notice'), 0);
  const [passed = '', ...others] = linesOf(
    renderAnnotations(decide(runs.allShown(), POLICIES['as-promised'])),
  );
  assert.match(passed, /^::notice title=Holdfast gate%3A pass::Nothing stands against a release/);
  assert.equal(others.length, 0);
});

test('of more than GitHub shows, the last one says how many there are', () => {
  const decision = decide(runs.redisLostAWrite());
  const failed = decision.checks.find(({ verdict }) => verdict === 'fail');
  assert.ok(failed);
  decision.checks.push(...Array.from({ length: 20 }, (_, at) => ({ ...failed, id: `more-${at}` })));
  const errors = linesOf(renderAnnotations(decision)).filter((line) => line.startsWith('::error '));
  assert.equal(errors.length, 10);
  assert.match(errors.at(-1) ?? '', /::\d+ more: gate\.md/);
});

test('no name ends a command, begins another, or becomes one of its properties', () => {
  const text = renderAnnotations(decide(runs.named('a,file=x::b\n::error::c%0Ad')));
  for (const line of linesOf(text)) {
    assert.match(line, /^::(error|warning|notice) title=[^:,]*::/);
    assert.doesNotMatch(line.replace(/^::\w+ title=[^:]*::/, ''), /\n/);
  }
  assert.doesNotMatch(text, /^::error::c/m);
});
