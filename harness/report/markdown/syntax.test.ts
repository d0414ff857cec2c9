import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { code, inline, table } from './syntax.ts';

test('text cannot end its cell, open a tag, start a link or ping anybody', () => {
  assert.equal(inline('a|b\nc'), String.raw`a\|b c`);
  assert.equal(inline('<img>'), '&lt;img&gt;');
  assert.equal(inline('[x](https://y)'), String.raw`\[x\]` + '(https:\u200b//y)');
  assert.equal(inline('@team and a@b'), '@\u200bteam and a@b');
});

const bars = (line: string) => line.replaceAll(/\\[\s\S]/g, '').split('|').length;

test('a row has as many bars as its head, whatever its cells are', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const [head = '', , row = ''] = table(['a', 'b'], [[inline(text), 'x']]).split('\n');
      assert.equal(bars(row), bars(head));
    }),
  );
});

test('code cannot end its own block', () => {
  assert.equal(code('```\nx'), '````\n```\nx\n````');
});
