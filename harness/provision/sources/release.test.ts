import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import type { ReleaseSource } from '../../../servers/lib/program.ts';
import { CATALOGUE } from '../catalogue.ts';
import { provision } from '../provision.ts';
import { beginSearch } from '../search.ts';
import { archiveOf, checksumOf, startMirror, type Answer } from '../testing/mirror.ts';
import { k6Script, Sandbox } from '../testing/sandbox.ts';
import { fromRelease } from './release.ts';

const source = CATALOGUE.k6.sources.find(({ kind }) => kind === 'release') as ReleaseSource;
const files = source.files({
  platform: 'linux',
  arch: process.arch,
  distribution: { id: 'debian', like: [], version: 12 },
});
assert.ok(files);
const archivePath = `/${files.archive}`;
const archive = archiveOf(files.program, k6Script('2.2.0'));
const broken = archiveOf(files.program, 'echo no such CPU >&2; exit 1');

const good: Record<string, Answer> = {
  [archivePath]: { kind: 'file', content: archive },
};

/** Takes k6 from a mirror with these answers; the limits are short, so that silence is found out quickly. */
async function fetchFrom(sandbox: Sandbox, answers: Record<string, Answer>) {
  await using mirror = await startMirror(answers);
  sandbox.env['K6_RELEASE_BASE'] = `${mirror.base}/`;
  sandbox.env['K6_RELEASE_SHA256'] ??= checksumOf(archive);
  const search = { ...beginSearch('k6', sandbox.options()), limits: { answerMs: 200, pieceMs: 200 } };
  return await fromRelease(search, source);
}

test('a release is taken from a mirror of the same layout, and from the cache the next time', async () => {
  using sandbox = new Sandbox();
  await using mirror = await startMirror(good);
  sandbox.env['K6_RELEASE_BASE'] = mirror.base;
  sandbox.env['K6_RELEASE_SHA256'] = checksumOf(archive).toUpperCase();
  const first = await provision('k6', sandbox.options());
  assert.equal(first.version, '2.2.0');
  assert.equal(first.source, 'release');
  assert.equal(first.detail, `release 2.2.0 from ${mirror.base}`);
  assert.ok(first.path.startsWith(sandbox.cacheDir));
  assert.deepEqual(mirror.asked, [archivePath]);

  const second = await provision('k6', sandbox.options());
  assert.deepEqual(second, { ...first, source: 'cache' });
  assert.equal(mirror.asked.length, 1);
});

const FAILURES: { what: string; answers: Record<string, Answer>; sha256?: string; reason: RegExp }[] = [
  {
    what: 'a wrong checksum is refused',
    answers: {
      ...good,
      [archivePath]: { kind: 'file', content: archiveOf(files.program, k6Script('2.3.0')) },
    },
    reason: /has the wrong checksum \([0-9a-f]{64}; [0-9a-f]{64} was expected\); deleted/,
  },
  {
    what: 'a release that is not there is passed over',
    answers: {},
    reason: /answered 404 for \/v2\.2\.0\/k6-/,
  },
  {
    what: 'a server that never answers is given up',
    answers: { [archivePath]: { kind: 'silent' } },
    reason: /no answer from 127\.0\.0\.1:\d+ in 0\.2 s/,
  },
  {
    what: 'a download that is cut in the middle is passed over',
    answers: { ...good, [archivePath]: { kind: 'cut', content: archive } },
    reason: /cut the connection after 0\.0 of 0\.0 MB/,
  },
  {
    what: 'a program that does not run here is passed over',
    answers: { [archivePath]: { kind: 'file', content: broken } },
    sha256: checksumOf(broken),
    reason: /ended with code 1: no such CPU/,
  },
];

for (const { what, answers, sha256, reason } of FAILURES) {
  test(`${what}, and nothing of it is left in the cache`, async () => {
    using sandbox = new Sandbox();
    if (sha256 !== undefined) sandbox.env['K6_RELEASE_SHA256'] = sha256;
    await assert.rejects(fetchFrom(sandbox, answers), reason);
    assert.deepEqual(readdirSync(join(sandbox.cacheDir, 'k6')), []);
  });
}

test('after a server that is silent the next source is tried after 5 s, with a line that says so', async () => {
  using sandbox = new Sandbox();
  await using mirror = await startMirror({ [archivePath]: { kind: 'silent' } });
  sandbox.env['K6_RELEASE_BASE'] = mirror.base;
  const startedAt = performance.now();
  await assert.rejects(provision('k6', sandbox.options()), /Go module \(go not found\)/);
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs > 4_500, `${tookMs} ms`);
  assert.ok(
    sandbox.lines.some((line) => /^k6: release: no answer from .* in 5 s; trying Go module$/.test(line)),
  );
});

test('a server that cannot be reached is passed over at once', async () => {
  using sandbox = new Sandbox();
  const mirror = await startMirror({});
  await mirror[Symbol.asyncDispose]();
  sandbox.env['K6_RELEASE_BASE'] = mirror.base;
  await assert.rejects(
    provision('k6', sandbox.options()),
    /release \(cannot reach 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\)/,
  );
});

test('a release that nobody has checked is not even asked for', async () => {
  using sandbox = new Sandbox();
  await using mirror = await startMirror(good);
  sandbox.env['K6_RELEASE_BASE'] = mirror.base;
  const unpinned: ReleaseSource = { ...source, files: () => ({ ...files, sha256: undefined }) };
  await assert.rejects(
    fromRelease(beginSearch('k6', sandbox.options()), unpinned),
    /the checksum of k6-v2\.2\.0-\S+ is not known here; K6_RELEASE_SHA256 can give it/,
  );
  assert.deepEqual(mirror.asked, []);
});

test('an archive other than the pinned one is refused, whatever its mirror says of it', async () => {
  using sandbox = new Sandbox();
  await using mirror = await startMirror(good);
  sandbox.env['K6_RELEASE_BASE'] = mirror.base;
  await assert.rejects(
    fromRelease(beginSearch('k6', sandbox.options()), source),
    new RegExp(`has the wrong checksum .*; ${files.sha256} was expected`),
  );
});

test('a checksum that is none is a mistake of its setting', () => {
  using sandbox = new Sandbox();
  sandbox.env['K6_RELEASE_SHA256'] = 'abc';
  assert.throws(() => beginSearch('k6', sandbox.options()), {
    exitCode: 64,
    message: /K6_RELEASE_SHA256 is no SHA-256/,
  });
});
