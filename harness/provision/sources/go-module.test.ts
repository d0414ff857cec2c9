import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import waitFor from 'p-wait-for';
import { CATALOGUE } from '../catalogue.ts';
import { provision } from '../provision.ts';
import { Sandbox } from '../testing/sandbox.ts';

/** A go that builds a k6 out of nothing: the argument after -o is where it goes. */
const fakeGo = (build = '') => `
case "$1" in
  env) echo go1.26.8 ;;
  mod) test -f go.sum || exit 1 ;;
  build)
    echo "$@ CGO_ENABLED=$CGO_ENABLED GOWORK=$GOWORK" >> "$GO_LOG"
    ${build}
    mkdir -p "$(dirname "$5")"
    printf '#!/bin/sh\\necho "k6 v2.2.0 (go1.26.8)"\\n' > "$5"
    chmod 755 "$5" ;;
esac`;

function sandboxWithGo(script: string): Sandbox {
  const sandbox = new Sandbox();
  sandbox.script('go', script);
  sandbox.env['K6_RELEASE_BASE'] = 'http://127.0.0.1:9';
  sandbox.env['GO_LOG'] = join(sandbox.root, 'go.log');
  return sandbox;
}

const builds = async (sandbox: Sandbox) =>
  (await readFile(sandbox.env['GO_LOG']!, 'utf8')).trim().split('\n');

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('without a release k6 is built from its pinned module, with nothing of the machine in it', async () => {
  using sandbox = sandboxWithGo(fakeGo());
  const { version, source, detail } = await provision('k6', sandbox.options());
  assert.deepEqual(
    { version, source, detail },
    { version: '2.2.0', source: 'registry', detail: 'built from its Go module' },
  );
  const [build] = await builds(sandbox);
  assert.match(
    build ?? '',
    /^build -mod=readonly -trimpath -o \S+ go\.k6\.io\/k6\/v2 CGO_ENABLED=0 GOWORK=off$/,
  );
});

test('two that need the same tool at once build it once', async () => {
  using sandbox = sandboxWithGo(fakeGo('sleep 0.5'));
  const tools = await Promise.all([provision('k6', sandbox.options()), provision('k6', sandbox.options())]);
  assert.equal(tools[0].path, tools[1].path);
  assert.equal((await builds(sandbox)).length, 1);
  assert.ok(sandbox.lines.includes('k6: another Holdfast is fetching it; waiting for that'));
});

test('a cached program that no longer runs is fetched anew', async () => {
  using sandbox = sandboxWithGo(fakeGo());
  const { path } = await provision('k6', sandbox.options());
  sandbox.script('k6', 'exit 127', path.slice(sandbox.root.length, -'/k6'.length));
  const again = await provision('k6', { ...sandbox.options(), env: { ...sandbox.env, PATH: sandbox.bin } });
  assert.equal(again.source, 'registry');
  assert.equal((await builds(sandbox)).length, 2);
});

test('a process that is killed while it builds leaves nothing that looks finished, and holds nobody up', async () => {
  using sandbox = sandboxWithGo(fakeGo('test -e "$GO_LOG.killed" || { : > "$GO_LOG.killed"; sleep 1; }'));
  const script = `
    import { provision } from './harness/provision/provision.ts';
    const signal = new AbortController().signal;
    await provision('k6', { signal, report() {}, cacheDir: process.env.HOLDFAST_CACHE });`;
  const killed = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(import.meta.dirname, '../../..'),
    env: { ...sandbox.env, HOLDFAST_CACHE: sandbox.cacheDir },
  });
  await waitFor(() => existsSync(`${sandbox.env['GO_LOG']}.killed`));
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const tool = await provision('k6', sandbox.options());
  assert.equal(tool.source, 'registry');
  assert.deepEqual(readdirSync(join(sandbox.cacheDir, 'k6')), [basename(join(tool.path, '../..'))]);
});

test('on abort the build is killed with all that it started, and leaves nothing behind', async () => {
  using sandbox = sandboxWithGo(fakeGo('sh -c \'echo $$ > "$GO_LOG.pid"; sleep 30\''));
  sandbox.script('sh', 'exec /bin/sh "$@"');
  const controller = new AbortController();
  const building = provision('k6', sandbox.options(controller.signal));
  const pidFile = `${sandbox.env['GO_LOG']}.pid`;
  await waitFor(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
  controller.abort(new Error('enough'));
  await assert.rejects(building, /enough/);
  const pid = Number(await readFile(pidFile, 'utf8'));
  // Whoever adopts it has to take note of its end.
  await waitFor(() => !isRunning(pid), { timeout: { milliseconds: 5_000 } });
  assert.deepEqual(readdirSync(join(sandbox.cacheDir, 'k6')), []);
});

test('a go that is too old is refused before it downloads anything', async () => {
  using sandbox = sandboxWithGo('echo go1.22.1');
  await assert.rejects(
    provision('k6', sandbox.options()),
    /Go module \(go is 1\.22\.1; 1\.25\.0 or later is needed\)/,
  );
});

test('a build that fails says what the compiler said', async () => {
  using sandbox = sandboxWithGo(fakeGo('echo "main.go:1: cannot find x" >&2; exit 1'));
  await assert.rejects(provision('k6', sandbox.options()), /go ended with code 1: main\.go:1: cannot find x/);
});

for (const name of ['k6', 'toxiproxy-server'] as const) {
  test(`the version of ${name} that the catalogue names is the one that go.mod pins`, async () => {
    const source = CATALOGUE[name].sources.find(({ kind }) => kind === 'go-module');
    assert.ok(source?.kind === 'go-module');
    const goMod = await readFile(join(import.meta.dirname, '../../..', source.folder, 'go.mod'), 'utf8');
    assert.ok(goMod.includes(`require ${source.module} v${source.version}`));
  });
}
