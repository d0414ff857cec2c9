import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { CATALOGUE, USUAL_TOOLS } from '../harness/provision/catalogue.ts';
import { provision } from '../harness/provision/provision.ts';

/**
 * Every tool for real, from the network into an empty cache. That takes minutes, so it runs only when asked to; a
 * tool that this machine has on PATH anyway is skipped.
 */
const skip = process.env['HOLDFAST_SLOW'] !== '1' && 'fetches and builds for minutes; set HOLDFAST_SLOW=1';

for (const name of USUAL_TOOLS) {
  test(`${name} can be had from the network and runs`, { skip, timeout: 15 * 60_000 }, async (t) => {
    const cacheDir = await mkdtemp(join(tmpdir(), 'holdfast-slow-'));
    t.after(() => rm(cacheDir, { recursive: true, force: true }));
    const signal = t.signal;
    const report = (line: string) => t.diagnostic(line);

    const startedAt = performance.now();
    const tool = await provision(name, { signal, report, cacheDir });
    t.diagnostic(`${name} ${tool.version}: ${tool.detail}, ${Math.round(performance.now() - startedAt)} ms`);
    if (tool.source === 'given' || tool.source === 'PATH') return t.skip(`this machine has it: ${tool.path}`);

    const { stdout } = await execa(tool.path, CATALOGUE[name].version.args, { env: tool.env ?? {} });
    assert.ok(stdout.includes(tool.version));
    const again = await provision(name, { signal, report, cacheDir });
    assert.equal(again.source, 'cache');
  });
}
