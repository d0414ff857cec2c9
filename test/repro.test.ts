import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { holdfast, nothingLeft, onlyRun, temporaryFolder } from './holdfast.ts';

describe('holdfast repro', () => {
  test('reproduces a public report with the installed versions, and says how often', async () => {
    await using folder = await temporaryFolder();
    const flags = ['--times', '2', '--json', '--reports', folder.path];
    const { code, stdout, stderr } = await holdfast(['repro', 'cookie-too-big', ...flags]);
    assert.equal(code, 0, stdout + stderr);
    const [result] = JSON.parse(stdout) as Record<string, unknown>[];
    assert.equal(result?.['verdict'], 'reproduced');
    assert.deepEqual([result['seenIn'], result['judged']], [2, 2]);
    assert.match(String(result['installed']), /^cookie-session \d+\.\d+\.\d+$/);
    assert.equal((await holdfast(['check', await onlyRun(folder.path)])).code, 1);
    await nothingLeft();
  });

  test('lists the reports with their sources, and names the nearest to one that is unknown', async () => {
    const { code, stdout } = await holdfast(['repro', '--list']);
    assert.equal(code, 0);
    assert.match(stdout, /memory-leak\n +MemoryStore leaks/);
    assert.match(stdout, /https:\/\/github\.com\/expressjs\/session\/issues\/632/);
    const unknown = await holdfast(['repro', 'memory-leek']);
    assert.equal(unknown.code, 64);
    assert.match(unknown.stderr, /no report is called "memory-leek"\. Did you mean "memory-leak"\?/);
  });
});
