/** The image of Holdfast itself decides on the runs of a project that is mounted, as whoever it is run as. */
import assert from 'node:assert/strict';
import { chown, cp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { execa } from 'execa';
import { temporaryFolder } from '../holdfast.ts';
import { ROOT } from './stack.ts';

const IMAGE = `holdfast-image-test-${process.pid}`;
const signal = AbortSignal.timeout(15 * 60_000);
const [PASS, FAIL, WRONG_USAGE] = [0, 1, 64];
/** Somebody who is nobody in the image. */
const SOMEBODY = 12_345;
const user = () => String(process.getuid?.() === 0 ? SOMEBODY : process.getuid?.());

describe('the image of Holdfast', () => {
  let project: Awaited<ReturnType<typeof temporaryFolder>>;
  const here = (...path: string[]) => join(project.path, ...path);

  before(async () => {
    await execa('npm', ['run', 'build'], { cwd: ROOT, cancelSignal: signal });
    const build = ['build', '--file', 'infra/holdfast/Dockerfile', '--tag', IMAGE, '.'];
    await execa('docker', build, { cwd: ROOT, cancelSignal: signal });
    project = await temporaryFolder();
    await cp(join(ROOT, 'reports/examples/prove-memory-redis'), here('reports/lost'), { recursive: true });
    await cp(join(ROOT, 'reports/baselines/redis-restart'), here('reports/kept'), { recursive: true });
    // Files of a test that runs as root belong to root; a project belongs to who works on it.
    if (process.getuid?.() !== 0) return;
    const all = await readdir(project.path, { recursive: true });
    await Promise.all(['.', ...all].map((path) => chown(here(path), SOMEBODY, SOMEBODY)));
  });
  after(async () => {
    await execa('docker', ['image', 'rm', '--force', IMAGE], { reject: false });
    await project[Symbol.asyncDispose]();
  });

  const holdfast = (...words: string[]) =>
    execa('docker', ['run', '--rm', '--user', user(), '--volume', `${project.path}:/work`, IMAGE, ...words], {
      cancelSignal: signal,
      reject: false,
    });

  test('it tells its version, and brings no k6', async () => {
    const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
    assert.equal((await holdfast('--version')).stdout, version);
    assert.match((await holdfast('doctor')).stdout, /^ *k6 +none/m);
  });

  test('a run is decided on by its exit code, and what is written is the user’s', async () => {
    const kept = await holdfast('gate', 'reports/kept');
    assert.equal(kept.exitCode, PASS, kept.stderr);
    assert.equal((await holdfast('gate', 'reports/lost')).exitCode, FAIL);
    for (const file of ['gate.md', 'gate.sarif', 'junit.xml'])
      assert.equal((await stat(here('reports/kept', file))).uid, Number(user()), file);
  });

  test('a run that is not there is told in one message, with what to type', async () => {
    const { exitCode, stderr, stdout } = await holdfast('gate', 'reports/nowhere');
    assert.equal(exitCode, WRONG_USAGE);
    assert.deepEqual(
      [stdout, stderr],
      ['', 'holdfast: there is no run at reports/nowhere\n  Try: ls reports'],
    );
    assert.match((await holdfast('--help')).stdout, /^Usage: holdfast /);
  });
});
