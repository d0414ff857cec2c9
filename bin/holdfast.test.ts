import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { after, test } from 'node:test';
import assert from 'node:assert/strict';

/**
 * The launcher in a small checkout of its own, with an npm that only notes that it was called, and a Node that
 * claims to be older than it is.
 */
const repository = dirname(import.meta.dirname);

const fakeNpm = `
  const { appendFileSync, mkdirSync, writeFileSync, symlinkSync, readFileSync } = require('node:fs');
  const { join } = require('node:path');
  const here = process.cwd();
  appendFileSync(process.env.NPM_LOG, here + ' ' + process.version + '\\n');
  if (process.env.NPM_FAILS) { console.error('npm error code E404'); process.exit(1); }
  setTimeout(() => {
    mkdirSync('node_modules', { recursive: true });
    if (!here.endsWith('node24')) return;
    const name = 'node-' + process.platform + '-' + process.arch;
    const { version } = JSON.parse(readFileSync('package-lock.json')).packages['node_modules/' + name];
    mkdirSync(join('node_modules', name, 'bin'), { recursive: true });
    writeFileSync(join('node_modules', name, 'package.json'), JSON.stringify({ version }));
    symlinkSync(process.execPath, join('node_modules', name, 'bin/node'));
  }, Number(process.env.NPM_MS ?? 10));
`;

const pretend = `
  if (process.argv[1].endsWith('holdfast.mjs')) {
    const { PRETEND_NODE: node, PRETEND_PLATFORM: platform } = process.env;
    if (node) Object.defineProperty(process, 'versions', { value: { ...process.versions, node } });
    if (platform) Object.defineProperty(process, 'platform', { value: platform });
  }
`;

const files = {
  'package.json': '{ "name": "small", "version": "1.0.0", "type": "module" }',
  'package-lock.json':
    '{ "name": "small", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": {} } }',
  'harness/cli/main.ts': `const words: string[] = process.argv.slice(2); console.log('main', ...words); process.exitCode = 3;`,
  'script.ts': `console.log('script', process.argv[2] as string);`,
  'ask.ts': `
    import { createServer } from 'node:http';
    const server = createServer((_request, response) => response.end('answered'));
    server.listen(0, '127.0.0.1', async () => {
      const { port } = server.address() as { port: number };
      for (const host of ['127.0.0.1', 'localhost'])
        console.log(await fetch('http://' + host + ':' + port).then((answer) => answer.text(), () => 'no answer'));
      server.close();
    });`,
  'wait.ts': `
    process.on('disconnect', () => { console.log('disconnect'); process.exit(); });
    process.on('SIGINT', () => { console.log('SIGINT'); process.exit(7); });
    console.log('ready');
    setTimeout(() => process.exit(1), 10_000);`,
  'npm/npm-cli.js': fakeNpm,
  'npm/package.json': '{ "type": "commonjs" }',
  'pretend.mjs': pretend,
};

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function checkout() {
  const root = await mkdtemp(join(tmpdir(), 'holdfast-launcher-'));
  folders.push(root);
  await cp(join(repository, 'bin'), join(root, 'bin'), { recursive: true });
  await mkdir(join(root, 'tools/node24'), { recursive: true });
  await cp(join(repository, 'tools/node24/package-lock.json'), join(root, 'tools/node24/package-lock.json'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  const launch = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    spawn(
      process.execPath,
      ['--import', join(root, 'pretend.mjs'), join(root, 'bin/holdfast.mjs'), ...args],
      {
        env: {
          ...process.env,
          npm_execpath: join(root, 'npm/npm-cli.js'),
          NPM_LOG: join(root, 'npm.log'),
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  const installations = async () => {
    const log = await readFile(join(root, 'npm.log'), 'utf8').catch(() => '');
    return log.split('\n').filter(Boolean);
  };
  return { root, launch, installations };
}

async function outcome(child: ChildProcessByStdio<null, Readable, Readable>) {
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { stdout, stderr, exitCode };
}

test('the first start installs and says so, the second is silent and installs nothing', async () => {
  const { launch, installations } = await checkout();
  const first = await outcome(launch(['prove', '--json']));
  assert.equal(first.stdout, 'main prove --json\n');
  assert.equal(first.exitCode, 3);
  assert.match(first.stderr, /installing about 0 \(npm ci\)/);
  const second = await outcome(launch(['prove']));
  assert.deepEqual(second, { stdout: 'main prove\n', stderr: '', exitCode: 3 });
  assert.equal((await installations()).length, 1);
});

test('version and help are there before anything is installed, with an older Node too', async () => {
  const { root, launch, installations } = await checkout();
  const own = JSON.stringify({ name: 'small', version: '7.6.5', type: 'module' });
  await writeFile(join(root, 'package.json'), own);
  const said = (...args: string[]) => outcome(launch(args, { PRETEND_NODE: '20.1.0' }));
  assert.deepEqual(await said('--version'), { stdout: '7.6.5\n', stderr: '', exitCode: 0 });
  for (const args of [['--help'], ['help']]) {
    const { stdout, exitCode } = await said(...args);
    assert.match(stdout, /^Usage: .*[\s\S]*prove/);
    assert.equal(exitCode, 0);
  }
  for (const args of [
    ['run', '--help'],
    ['run', '--store', 'redis', '-h'],
    ['help', 'run'],
  ]) {
    const { stdout, exitCode } = await said(...args);
    assert.match(stdout, /^Usage: node .*bin\/holdfast\.mjs run \[options\][\s\S]*--workload <name>/);
    assert.equal(exitCode, 0);
  }
  const nothing = await said();
  assert.match(nothing.stderr, /^Usage: /);
  assert.equal(nothing.exitCode, 64);
  assert.deepEqual(await installations(), []);
});

test(
  'help and version that nobody gets are no success',
  { skip: process.platform !== 'linux' && '/dev/full is Linux’s' },
  async () => {
    const { root } = await checkout();
    const full = await open('/dev/full', 'w');
    try {
      for (const words of ['--version', '--help']) {
        const child = spawn(process.execPath, [join(root, 'bin/holdfast.mjs'), words], {
          stdio: ['ignore', full.fd, 'pipe'],
        });
        assert.ok(child.stderr);
        const said = text(child.stderr);
        const [code] = await once(child, 'exit');
        assert.equal(code, 74);
        assert.match(await said, /^holdfast: this could not be written: ENOSPC/);
      }
    } finally {
      await full.close();
    }
  },
);

test('a folder that is gone is one message', async () => {
  const { root } = await checkout();
  const gone = join(root, 'gone');
  await mkdir(gone);
  for (const words of ['--help', 'prove']) {
    const script = `cd '${gone}' && rmdir '${gone}' && exec '${process.execPath}' '${root}/bin/holdfast.mjs' ${words}`;
    const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    assert.deepEqual(await outcome(child), {
      stdout: '',
      stderr:
        'holdfast: the folder that this was called in is not there any more.\n  Try: cd to another one\n',
      exitCode: 69,
    });
    await mkdir(gone);
  }
});

test('help of what is no command, and an option’s name behind --, are for the program to answer', async () => {
  const { launch } = await checkout();
  for (const args of [
    ['help', 'foo'],
    ['foo', '--help'],
    ['help', '../../x'],
    ['check', '--', '--help'],
  ]) {
    assert.equal((await outcome(launch(args))).stdout, `main ${args.join(' ')}\n`);
  }
});

test('--script runs any TypeScript file of the repository', async () => {
  const { launch } = await checkout();
  const { stdout, exitCode } = await outcome(launch(['--script', 'script.ts', 'hello']));
  assert.deepEqual({ stdout, exitCode }, { stdout: 'script hello\n', exitCode: 0 });
});

test('of two first starts at once one installs and the other waits for it', async () => {
  const { launch, installations } = await checkout();
  const both = await Promise.all(['a', 'b'].map((name) => outcome(launch([name], { NPM_MS: '500' }))));
  assert.deepEqual(
    both.map(({ exitCode }) => exitCode),
    [3, 3],
  );
  assert.equal((await installations()).length, 1);
});

test('a lock whose process is gone does not hold up a start', async () => {
  const { root, launch } = await checkout();
  const gone = spawn(process.execPath, ['--version']);
  await once(gone, 'exit');
  const owner = { pid: gone.pid, host: hostname(), token: 'x' };
  await writeFile(join(root, 'tools/install.lock'), JSON.stringify(owner));
  const { stderr, exitCode } = await outcome(launch(['prove']));
  assert.equal(exitCode, 3);
  assert.doesNotMatch(stderr, /waiting/);
});

test('a changed lock file is installed anew, unless npm has already done so', async () => {
  const { root, launch, installations } = await checkout();
  await outcome(launch(['prove']));
  const packages = { '': {}, 'node_modules/some': { version: '1.0.0', integrity: 'sha512-a' } };
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
  await outcome(launch(['prove']));
  assert.equal((await installations()).length, 2);

  const { '': _root, ...installed } = packages;
  await writeFile(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages, changed: true }));
  const { stderr } = await outcome(launch(['prove']));
  assert.equal(stderr, '');
  assert.equal((await installations()).length, 2);
});

test('an installation that fails says what npm said and what to do, and the next start tries again', async () => {
  const { launch, installations } = await checkout();
  const { stderr, exitCode } = await outcome(launch(['prove'], { NPM_FAILS: '1' }));
  assert.equal(exitCode, 69);
  assert.match(stderr, /npm ci ended with code 1/);
  assert.match(stderr, /npm error code E404/);
  assert.match(stderr, /Try: see that npm reaches its registry/);
  assert.equal((await outcome(launch(['prove']))).exitCode, 3);
  assert.equal((await installations()).length, 2);
});

test('Ctrl-C during an installation ends it, and the next start installs', async () => {
  const { launch, installations } = await checkout();
  const launcher = launch(['prove'], { NPM_MS: '10000' });
  while ((await installations()).length === 0) await delay(10);
  launcher.kill('SIGINT');
  const { stderr, exitCode } = await outcome(launcher);
  assert.equal(exitCode, 130);
  assert.match(stderr, /interrupted while installing the npm packages/);
  assert.equal((await outcome(launch(['prove']))).exitCode, 3);
});

test('what Node compiled is kept beside the packages for the next time, whoever starts it', async () => {
  const { root, launch } = await checkout();
  const another = join(root, 'another');
  assert.equal((await outcome(launch(['prove'], { NODE_COMPILE_CACHE: another }))).exitCode, 3);
  assert.equal((await readdir(join(root, 'node_modules/.cache/holdfast'))).length, 1);
});

test(
  'an older Node fetches the pinned one and installs the packages with it',
  {
    skip: process.platform !== 'linux' && 'Node is fetched on Linux only',
  },
  async () => {
    const { root, launch, installations } = await checkout();
    const env = { PRETEND_NODE: '20.1.0' };
    const { stdout, stderr, exitCode } = await outcome(launch(['prove'], env));
    assert.deepEqual({ stdout, exitCode }, { stdout: 'main prove\n', exitCode: 3 });
    assert.match(stderr, /^Holdfast runs on Node 24; fetching it once/);
    assert.deepEqual(
      (await installations()).map((line) => line.split(' ')[0]),
      [join(root, 'tools/node24'), root],
    );
    assert.equal((await outcome(launch(['prove'], env))).stderr, '');
  },
);

test('where there is no Node to fetch, one error says what to install', async () => {
  const { launch } = await checkout();
  const { stderr, exitCode } = await outcome(
    launch(['prove'], { PRETEND_NODE: '20.1.0', PRETEND_PLATFORM: 'sunos' }),
  );
  assert.equal(exitCode, 69);
  assert.match(
    stderr,
    /Node 24 or later is needed; this is Node 20\.1\.0, and there is none to fetch for sunos/,
  );
  assert.match(stderr, /Try: install Node 24/);
});

test('a Node too old to start it gets one clear line', async () => {
  const { launch } = await checkout();
  const { stderr, exitCode } = await outcome(launch(['prove'], { PRETEND_NODE: '18.20.0' }));
  assert.equal(exitCode, 69);
  assert.equal(stderr.trim().split('\n').length, 1);
  assert.match(stderr, /Node 20 or later is needed to start; this is Node 18\.20\.0/);
});

test('a signal sent to the launcher alone reaches the child, whose end is the launcher’s', async () => {
  const { launch } = await checkout();
  await outcome(launch(['prove']));
  const handled = launch(['--script', 'wait.ts']);
  await once(handled.stdout, 'readable');
  handled.kill('SIGINT');
  const { stdout, exitCode } = await outcome(handled);
  assert.deepEqual({ stdout, exitCode }, { stdout: 'ready\nSIGINT\n', exitCode: 7 });

  const unhandled = launch(['--script', 'wait.ts']);
  await once(unhandled.stdout, 'readable');
  unhandled.kill('SIGTERM');
  assert.equal((await outcome(unhandled)).exitCode, 143);
});

for (const spared of [{}, { no_proxy: '' }, { no_proxy: 'example.com' }, { NO_PROXY: '*' }]) {
  test(`a proxy of the user's is not asked for this machine, with ${JSON.stringify(spared)}`, async () => {
    const { launch } = await checkout();
    const env = { NODE_USE_ENV_PROXY: '1', http_proxy: 'http://127.0.0.1:1', ...spared };
    await outcome(launch(['prove']));
    const { stdout } = await outcome(launch(['--script', 'ask.ts'], env));
    assert.equal(stdout, 'answered\nanswered\n');
  });
}

test('when the launcher is killed the child sees its ipc channel disconnect', async () => {
  const { launch } = await checkout();
  await outcome(launch(['prove']));
  const launcher = launch(['--script', 'wait.ts']);
  await once(launcher.stdout, 'readable');
  launcher.kill('SIGKILL');
  assert.equal((await outcome(launcher)).stdout, 'ready\ndisconnect\n');
});
