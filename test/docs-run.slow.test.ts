/**
 * The command blocks of README.md and docs/, run as they stand by a shell, but for those that say why not. Loads are
 * light where a command does not say how heavy its load is, and the app that is up listens on a free port.
 */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import getPort from 'get-port';
import { blocks, ROOT } from './docs-blocks.ts';
import { nothingLeft, temporaryFolder } from './holdfast.ts';

/** Of these a verdict is all that is asked: what the run is like that they decide on is not said. */
const ANY_VERDICT = /holdfast -- gate /;

/**
 * `npm run holdfast --` without npm and its launcher, which have tests of their own. A run that names neither a
 * duration nor faults lasts two seconds.
 */
const PRELUDE = `
npm() {
  shift 3
  local more=()
  if [ "$1" = run ]; then
    more=(--reports "$REPORTS")
    case "$*" in *--clients*) ;; *) more+=(--clients 10) ;; esac
    case "$*" in *--rate* | *--profile*) ;; *) more+=(--rate 100) ;; esac
    case "$*" in *--duration* | *--faults*) ;; *) more+=(--duration 2s) ;; esac
  fi
  node "$ROOT/harness/cli/main.ts" "$@" "\${more[@]}"
}
`;

/** A project of one's own with what the docs say is in it: the store and the policy of the guides, and the examples. */
async function project(folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules'));
  const linked = { 'express-session': 'node_modules/express-session', holdfast: '' };
  for (const [name, path] of Object.entries(linked))
    await symlink(join(ROOT, path), join(folder, 'node_modules', name));
  await symlink(join(ROOT, 'examples'), join(folder, 'examples'));
  const store = await readFile(join(ROOT, 'examples/my-store.ts'));
  await writeFile(join(folder, 'my-store.ts'), store);
  const policy = blocks.find(
    ({ place, language }) => place.startsWith('docs/GATE.md') && language === 'json',
  );
  await writeFile(join(folder, 'gate-policy.yaml'), (policy?.lines ?? []).join('\n'));
}

test('every command of the docs does what it is there for', async () => {
  await using folder = await temporaryFolder();
  await project(folder.path);
  const reports = join(folder.path, 'reports');
  const port = String(await getPort({ host: '127.0.0.1' }));
  // Whatever Node the machine has: the one that runs this is meant.
  const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const env = { PATH, ROOT, REPORTS: reports, PORT: port, NO_COLOR: '1', npm_lifecycle_event: 'holdfast' };
  const app = execa(process.execPath, ['examples/my-app.mjs'], { cwd: folder.path, env, reject: false });
  try {
    const done = new Set<string>();
    // What decides on a run comes after the runs.
    const commands = blocks
      .filter(({ language, notRun }) => language === 'sh' && notRun === undefined)
      .flatMap(({ place, lines }) => lines.map((line) => ({ place, line })))
      .toSorted((one, other) => Number(ANY_VERDICT.test(one.line)) - Number(ANY_VERDICT.test(other.line)));
    for (const { place, line } of commands) {
      // The app is up already.
      if (done.has(line) || line.endsWith('&')) continue;
      done.add(line);
      const newest = (await readdir(reports).catch((): string[] => [])).toSorted().at(-1) ?? '';
      const words = line.replaceAll('reports/<run>', `reports/${newest}`).replaceAll(':3000', `:${port}`);
      const { exitCode, all } = await execa('bash', ['-c', PRELUDE + words], {
        cwd: folder.path,
        env,
        reject: false,
        all: true,
      });
      const expected = ANY_VERDICT.test(line) ? [0, 1, 2] : [0, 1];
      assert.ok(expected.includes(exitCode ?? -1), `${place}: ${words}\n${all}`);
      assert.doesNotMatch(all, /^\s+at .*:\d+:\d+\)?$/m, place);
    }
    assert.ok(done.size > 5);
  } finally {
    app.kill();
    await app;
  }
  await nothingLeft();
});
