import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { takeEsModules } from './es-modules.ts';

const FILES = {
  'package.json': '{ "type": "commonjs" }',
  'a.ts': `import { b } from './b.ts';\nconst a: number = 1;\nexport default { a, b };`,
  'b.ts': `export const b: string = 'b';`,
  'c.js': `export default 'c';`,
  'd.js': `module.exports = { d: typeof require };`,
  'e.ts': `const e: number = 5;\nmodule.exports = { e };`,
  'wrong.ts': `import { b } from './b.ts';\nexport default b +;`,
};

test('an ES module in a folder of CommonJS is one, and CommonJS stays what it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-es-modules-'));
  try {
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
    const load = async (name: string) =>
      ((await import(pathToFileURL(join(folder, name)).href)) as { default: unknown }).default;
    {
      using _taken = takeEsModules();
      assert.deepEqual(await load('a.ts'), { a: 1, b: 'b' });
      assert.equal(await load('c.js'), 'c');
      assert.deepEqual(await load('d.js'), { d: 'function' });
      assert.deepEqual(await load('e.ts'), { e: 5 });
      await assert.rejects(load('wrong.ts'), SyntaxError);
    }
    await writeFile(join(folder, 'after.ts'), FILES['a.ts']);
    await assert.rejects(load('after.ts'), /import statement outside a module/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
