import assert from 'node:assert/strict';
import { constants, existsSync, readdirSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, truncate, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import fc from 'fast-check';
import pWaitFor from 'p-wait-for';
import { temporaryFolder } from '../../../test/holdfast.ts';
import { CATALOGUE } from '../../provision/catalogue.ts';
import { provision } from '../../provision/provision.ts';
import { clearLeftovers } from '../../process/leftovers.ts';
import { mountsBelow } from '../../process/mounts.ts';
import { startReaper } from '../../process/reaper.ts';
import { assertForgetful, layDisk } from './forgetful-disk.ts';
import { isStopped, stateOf } from './state.ts';

const signal = new AbortController().signal;
const tool = () => provision('forgetful-fs', { signal, report: () => {} });

const onDeath = (what: string) => assert.fail(what);

type Told = Partial<Record<'onDeath' | 'onUnclean', (what: string) => void>>;

async function lay(folder: string, told: Told = {}) {
  await using stack = new AsyncDisposableStack();
  const reaper = stack.use(startReaper());
  const [data, logFile] = [join(folder, 'data'), join(folder, 'disk.log')];
  await mkdir(data);
  const disk = stack.use(
    await layDisk({
      tool: await tool(),
      folder: data,
      logFile,
      reaper,
      signal,
      onDeath,
      onUnclean: onDeath,
      ...told,
    }),
  );
  const owned = stack.move();
  return { disk, data, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test('the version that the catalogue names is the one that the program says', async () => {
  const source = CATALOGUE['forgetful-fs'].sources[0];
  const main = await readFile(new URL('../../../tools/forgetful-fs/main.go', import.meta.url), 'utf8');
  assert.ok(source?.kind === 'go-module');
  assert.ok(main.includes(`const version = "${source.version}"`));
});

const NAMES = ['a', 'b', 'c'] as const;
/** Some pages, and what lies across the bounds of two. */
const MOST_BYTES = 3 * 4096 + 100;
const name = fc.constantFrom(...NAMES);
const offset = fc.oneof(fc.nat(MOST_BYTES), fc.constantFrom(0, 4095, 4096, 4097, 8192));
const length = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 9000 }));

type Step =
  | { do: 'write' | 'write-synced'; name: string; at: number; length: number; byte: number }
  | { do: 'truncate' | 'truncate-open'; name: string; size: number }
  | { do: 'sync' | 'datasync' | 'close' | 'remove'; name: string }
  | { do: 'rename'; name: string; to: string }
  | { do: 'lose-power' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('write' as const, 'write' as const, 'write-synced' as const),
      name,
      at: offset,
      length,
      byte: fc.integer({ min: 1, max: 255 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('truncate' as const, 'truncate-open' as const),
      name,
      size: offset,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('sync' as const, 'datasync' as const, 'close' as const, 'remove' as const),
      name,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), name, to: name }) },
  { weight: 1, arbitrary: fc.constant({ do: 'lose-power' as const }) },
);

/** What a file holds for whoever reads it, and what of it would be there after a loss of power. */
interface Kept {
  now: Buffer;
  synced: Buffer;
}

const sized = (buffer: Buffer, size: number) =>
  Buffer.concat([buffer.subarray(0, size), Buffer.alloc(Math.max(0, size - buffer.length))]);

/** Does the same to files and to a model of them. */
class Both {
  readonly files = new Map<string, Kept>();
  readonly #open = new Map<string, FileHandle>();
  readonly #folder: string;
  readonly #losePower: () => Promise<unknown>;

  constructor(folder: string, losePower: () => Promise<unknown>) {
    this.#folder = folder;
    this.#losePower = losePower;
  }

  #path = (file: string) => join(this.#folder, file);

  #kept(file: string): Kept {
    const kept = this.files.get(file) ?? { now: Buffer.alloc(0), synced: Buffer.alloc(0) };
    this.files.set(file, kept);
    return kept;
  }

  async #handle(file: string): Promise<FileHandle> {
    const handle =
      this.#open.get(file) ?? (await open(this.#path(file), constants.O_RDWR | constants.O_CREAT, 0o600));
    this.#open.set(file, handle);
    this.#kept(file);
    return handle;
  }

  async #close(file: string): Promise<void> {
    await this.#open.get(file)?.close();
    this.#open.delete(file);
  }

  async do(one: Step): Promise<void> {
    if (one.do === 'lose-power') {
      for (const file of NAMES) await this.#close(file);
      await this.#losePower();
      for (const kept of this.files.values()) kept.now = kept.synced;
      return;
    }
    if (one.do === 'close') return this.#close(one.name);
    if (one.do === 'remove') {
      // Who has it open may go on with it, and it is nobody else's.
      await rm(this.#path(one.name), { force: true });
      await this.#open.get(one.name)?.write(Buffer.from('gone'), 0, 4, 0);
      await this.#close(one.name);
      this.files.delete(one.name);
      return;
    }
    if (one.do === 'rename') return this.#rename(one.name, one.to);
    const handle = await this.#handle(one.name);
    const kept = this.#kept(one.name);
    if (one.do === 'write' || one.do === 'write-synced') {
      const data = Buffer.alloc(one.length, one.byte);
      const size = Math.max(kept.now.length, one.at + one.length);
      const now = sized(kept.now, size);
      data.copy(now, one.at);
      kept.now = now;
      if (one.do === 'write') {
        await handle.write(data, 0, data.length, one.at);
        return;
      }
      await using synced = await open(this.#path(one.name), constants.O_WRONLY | constants.O_DSYNC);
      await synced.write(data, 0, data.length, one.at);
      kept.synced = now;
      return;
    }
    if (one.do === 'truncate' || one.do === 'truncate-open') {
      await (one.do === 'truncate' ? truncate(this.#path(one.name), one.size) : handle.truncate(one.size));
      kept.now = sized(kept.now, one.size);
      return;
    }
    await (one.do === 'sync' ? handle.sync() : handle.datasync());
    kept.synced = kept.now;
  }

  async #rename(from: string, to: string): Promise<void> {
    const kept = this.files.get(from);
    if (kept === undefined || from === to) return;
    await this.#close(to);
    await this.#close(from);
    await rename(this.#path(from), this.#path(to));
    this.files.delete(from);
    this.files.set(to, kept);
  }

  async assertSame(): Promise<void> {
    assert.deepEqual(readdirSync(this.#folder).toSorted(), [...this.files.keys()].toSorted());
    for (const [file, { now }] of this.files) {
      const read = await readFile(this.#path(file));
      assert.ok(read.equals(now), `${file}: ${read.length} bytes, expected ${now.length}`);
    }
  }

  async clear(): Promise<void> {
    for (const file of NAMES) await this.#close(file);
    for (const file of this.files.keys()) await rm(this.#path(file));
    this.files.clear();
  }
}

test('whatever is written, cut, renamed, removed and synced: each file is as last synced after a loss of power, and as written before', async () => {
  await using folder = await temporaryFolder();
  await using laid = await lay(folder.path);
  const both = new Both(laid.data, () => laid.disk.losePower());
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      try {
        for (const one of steps) {
          await both.do(one);
          await both.assertSame();
        }
        await both.do({ do: 'lose-power' });
        await both.assertSame();
      } finally {
        await both.clear();
      }
    }),
    { numRuns: 60 },
  );
});

test('what was written into shared memory of a file is durable by msync alone', async () => {
  await using folder = await temporaryFolder();
  await using laid = await lay(folder.path);
  const script = `
import mmap, sys
for name, sync in (("synced", True), ("not-synced", False)):
    with open(sys.argv[1] + "/" + name, "r+b") as file:
        memory = mmap.mmap(file.fileno(), 8192)
        memory[5000:5003] = b"new"
        if sync: memory.flush()
        memory.close()`;
  for (const each of ['synced', 'not-synced']) {
    await using file = await open(join(laid.data, each), 'w');
    await file.write(Buffer.alloc(8192, '.'));
    await file.sync();
  }
  await execa('python3', ['-c', script, laid.data]);
  const changed = async () =>
    Promise.all(
      ['synced', 'not-synced'].map(async (each) =>
        String((await readFile(join(laid.data, each))).subarray(5000, 5003)),
      ),
    );
  assert.deepEqual(await changed(), ['new', 'new']);
  const { filesUndone } = await laid.disk.losePower();
  assert.equal(filesUndone, 1);
  assert.deepEqual(await changed(), ['new', '...']);
});

test('what was there before, and what counts as synced, is there after; power is not lost under an open file', async () => {
  await using folder = await temporaryFolder();
  await using laid = await lay(folder.path);
  const file = join(laid.data, 'file');
  await writeFile(file, 'before');
  await laid.disk.settle();
  await writeFile(file, 'after, which is longer');
  {
    await using _ = await open(file);
    await assert.rejects(laid.disk.losePower(), /somebody still uses it/);
    assert.equal(await readFile(file, 'utf8'), 'after, which is longer');
  }
  assert.deepEqual(
    { ...(await laid.disk.losePower()), undone: '' },
    { filesUndone: 1, bytesUndone: 22, undone: '' },
  );
  assert.equal(await readFile(file, 'utf8'), 'before');
});

test('a machine that lets nobody mount is told from one that does, with what would do', async () => {
  await using folder = await temporaryFolder();
  const refused = join(folder.path, 'forgetful-fs');
  await writeFile(refused, '#!/bin/sh\necho "cannot mount: operation not permitted" >&2\nexit 69\n', {
    mode: 0o755,
  });
  const usable = await tool();
  await assertForgetful(usable, signal);
  await assert.rejects(
    assertForgetful({ ...usable, path: refused }, signal),
    (error: Error & { next?: string }) => {
      assert.match(error.message, /cannot be mounted here: cannot mount: operation not permitted/);
      assert.match(error.next ?? '', /fusermount3/);
      return true;
    },
  );
});

test('a check that is ended halfway leaves no mount and no folder', async () => {
  await using folder = await temporaryFolder();
  const usable = await tool();
  const killed = join(folder.path, 'forgetful-fs');
  const script = `#!/bin/sh
mkdir "$TMPDIR/disk"
sleep 600 | ${usable.path} "$TMPDIR/disk" > "$TMPDIR/said" &
until [ -s "$TMPDIR/said" ]; do sleep 0.1; done
grep -c "$TMPDIR/disk " /proc/self/mountinfo > ${join(folder.path, 'mounts')}
kill -s KILL -- -$$`;
  await writeFile(killed, script, { mode: 0o755 });
  await assert.rejects(assertForgetful({ ...usable, path: killed }, signal), /cannot be mounted here/);
  assert.equal(await readFile(join(folder.path, 'mounts'), 'utf8'), '1\n');
  assert.deepEqual(mountsBelow(tmpdir()), []);
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith('holdfast-check-')),
    [],
  );
});

test('a disk that somebody kills is told of, and leaves no mount', async () => {
  await using folder = await temporaryFolder();
  const told: string[] = [];
  const { data, ...laid } = await lay(folder.path, { onDeath: (what) => told.push(what) });
  for (const pid of await running(`forgetful-fs ${data}`)) process.kill(Number(pid), 'SIGKILL');
  await pWaitFor(() => told.length > 0);
  assert.match(told.join(), /forgetful-fs\) ended by itself: it was ended by SIGKILL/);
  assert.equal(mountsBelow(folder.path).length, 1);
  await laid[Symbol.asyncDispose]();
  assert.deepEqual(mountsBelow(folder.path), []);
});

test('a disk that does not end when it is told to is killed, and that is told', async () => {
  await using folder = await temporaryFolder();
  const told: string[] = [];
  const { data, ...laid } = await lay(folder.path, { onUnclean: (what) => told.push(what) });
  const serving = await running(`forgetful-fs ${data}`);
  assert.equal(serving.length, 1);
  process.kill(Number(serving[0]), 'SIGSTOP');
  // Until its last thread has stopped, one of them may still hear that it is to end.
  await pWaitFor(() => isWhollyStopped(Number(serving[0])));
  await laid[Symbol.asyncDispose]();
  assert.equal(told.length, 1, told.join());
  assert.match(
    told[0] ?? '',
    /^the disk of the server \(forgetful-fs\) did not end within 10 s and was killed/,
  );
  assert.deepEqual(await running(`forgetful-fs ${data}`), []);
  assert.deepEqual(mountsBelow(folder.path), []);
});

async function isWhollyStopped(pid: number): Promise<boolean> {
  const threads = readdirSync(`/proc/${pid}/task`);
  const states = await Promise.all(threads.map((thread) => stateOf(Number(thread))));
  return states.every(isStopped);
}

const url = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));

/** A process that has laid a disk, with somebody who uses it. */
async function startParent(data: string, logFile: string) {
  const script = `
    import { mkdirSync } from 'node:fs';
    const { startReaper } = await import(${url('../../process/reaper.ts')});
    const { Child } = await import(${url('../../process/child.ts')});
    const { layDisk } = await import(${url('forgetful-disk.ts')});
    const reaper = startReaper();
    reaper.makeFolder(${JSON.stringify(data)});
    const folder = ${JSON.stringify(join(data, 'disk'))};
    mkdirSync(folder);
    const signal = new AbortController().signal;
    const logFile = ${JSON.stringify(logFile)};
    const tool = ${JSON.stringify(await tool())};
    await layDisk({ tool, folder, logFile, reaper, signal, onDeath() {}, onUnclean() {} });
    const user = new Child({ name: 'user', command: 'sh', args: ['-c', 'exec 3>file; exec sleep 600'], cwd: folder, logFile, reaper });
    console.log(user.pid);
    setInterval(() => {}, 1000);`;
  const parent = execa(process.execPath, ['--input-type=module', '-e', script], { reject: false });
  const pid = await new Promise<number>((resolve, reject) => {
    parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    void parent.then(({ stderr }) => reject(new Error(stderr)));
  });
  await pWaitFor(() => existsSync(join(data, 'disk', 'file')));
  assert.equal(mountsBelow(data).length, 1);
  return { parent, pid };
}

/** It is gone too; until somebody reaps it, its entry can stay as a zombie (Z). */
const isOver = async (pid: number) =>
  /^(Z.*)?$/.test((await execa('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false })).stdout.trim());

const running = async (pattern: string) =>
  (await execa('pgrep', ['-f', pattern], { reject: false })).stdout.split('\n').filter((line) => line !== '');

test('SIGKILL of the harness leaves no mount, no process and no data', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  const { parent, pid } = await startParent(data, join(folder.path, 'log'));
  parent.kill('SIGKILL');
  await parent;
  const isClear = async () =>
    !existsSync(data) && (await isOver(pid)) && (await running(`forgetful-fs ${data}`)).length === 0;
  await pWaitFor(isClear, { timeout: 60_000 });
  assert.deepEqual(mountsBelow(folder.path), []);
});

test('SIGKILL of the harness and its reaper leaves no mount and no process, though what serves the disk is stopped', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  const { parent, pid } = await startParent(data, join(folder.path, 'log'));
  const { stdout: reaper } = await execa('pgrep', ['-P', String(parent.pid), '-f', 'reaper-main']);
  for (const serving of await running(`forgetful-fs ${data}`)) process.kill(Number(serving), 'SIGSTOP');
  for (const each of [reaper, String(parent.pid)]) process.kill(Number(each), 'SIGKILL');
  await parent;
  const isClear = async () => mountsBelow(folder.path).length === 0 && (await isOver(pid));
  await pWaitFor(isClear, { timeout: 60_000 });
  assert.deepEqual(await running(`forgetful-fs ${data}`), []);
  assert.match((await clearLeftovers([data])).join(), /cleared .*data of a run that was killed/);
});

test('SIGKILL of the harness, all that watches over it and what serves the disk at once leaves a dead mount, which the next run clears', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  const { parent, pid } = await startParent(data, join(folder.path, 'log'));
  const { stdout } = await execa('pgrep', ['-P', String(parent.pid), '-f', 'reaper-main|holdfast-watcher']);
  const serving = await running(`forgetful-fs ${data}`);
  for (const each of [...stdout.split('\n'), ...serving, String(pid), String(parent.pid)])
    process.kill(Number(each), 'SIGKILL');
  await parent;
  assert.equal(mountsBelow(data).length, 1);
  assert.match((await clearLeftovers([data])).join(), /cleared .*data of a run that was killed/);
  assert.deepEqual(mountsBelow(folder.path), []);
  assert.ok(!existsSync(data));
});
