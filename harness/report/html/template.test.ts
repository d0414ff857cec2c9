import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { Html, html } from './template.ts';

test('whatever is put in comes back as text and as an attribute, and makes no element', () => {
  const { document } = new JSDOM('').window;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const holder = document.createElement('div');
      holder.innerHTML = html`<i title="${text}">${text}</i>`.markup;
      const element = holder.firstElementChild;
      assert.equal(holder.children.length, 1);
      assert.equal(element?.children.length, 0);
      assert.equal(element?.textContent, text);
      assert.equal(element?.getAttribute('title'), text);
    }),
  );
});

test('markup is kept, lists are joined, and nothing is written for what is not there', () => {
  const items = ['a', '<b>'].map((item) => html`<i>${item}</i>`);
  assert.equal(html`${items}${false}${null}${undefined}${0}`.markup, '<i>a</i><i>&lt;b&gt;</i>0');
  assert.equal(html`${new Html('<br>')}`.markup, '<br>');
});

test('control characters become visible replacements', () => {
  assert.equal(html`${'a\u0000b\u001b[31m'}`.markup, 'a\ufffdb\ufffd[31m');
});
