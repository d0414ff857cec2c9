import { join } from 'node:path';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { provision } from '../provision.ts';
import { Sandbox } from '../testing/sandbox.ts';

/** An apt-get whose own package lists are good for nothing unless `listsWork`, and a dpkg that unpacks a Redis. */
function sandboxWithApt({ listsWork }: { listsWork: boolean }): Sandbox {
  const sandbox = new Sandbox();
  sandbox.script(
    'apt-get',
    `case "$* $APT_LISTS_WORK" in
      *State::Lists*update*) echo fetched ;;
      *State::Lists*--simulate*|*--simulate*yes)
        echo 'Inst libjemalloc2 (5.3.0-1 Debian [amd64])'
        echo 'Inst redis-server [6.0] (5:7.0.15-1 Debian [amd64])'
        echo 'Conf redis-server (5:7.0.15-1 Debian [amd64])' ;;
      *download\\ libjemalloc2\\ redis-server*) echo > a.deb; echo > b.deb ;;
      *) echo 'E: Unable to locate package redis-server' >&2; exit 100 ;;
    esac`,
  );
  sandbox.script(
    'dpkg',
    `mkdir -p "$3/usr/bin" "$3/usr/lib/some"
    echo > "$3/usr/lib/some/libjemalloc.so.2"
    printf '#!/bin/sh\\necho "Redis server v=7.0.15 sha=0 $LD_LIBRARY_PATH"\\n' > "$3/usr/bin/redis-server"
    chmod 755 "$3/usr/bin/redis-server"`,
  );
  if (listsWork) sandbox.env['APT_LISTS_WORK'] = 'yes';
  return sandbox;
}

test('Redis is unpacked into the cache with the libraries that it lacks, and told where they are', async () => {
  using sandbox = sandboxWithApt({ listsWork: true });
  const { version, source, path, env } = await provision('redis-server', sandbox.options());
  assert.deepEqual({ version, source }, { version: '7.0.15', source: 'registry' });
  assert.ok(path.startsWith(sandbox.cacheDir));
  assert.deepEqual(env, { LD_LIBRARY_PATH: join(path, '../../lib/some') });
  assert.ok(!sandbox.lines.some((line) => line.includes('missing or old')));
});

test('package lists that are missing or old are replaced by fresh ones of the cache’s own', async () => {
  using sandbox = sandboxWithApt({ listsWork: false });
  const { version } = await provision('redis-server', sandbox.options());
  assert.equal(version, '7.0.15');
  assert.ok(sandbox.lines.some((line) => line.includes('missing or old; fetching new ones into the cache')));
});

test('a mirror that cannot be reached gives apt’s own reason', async () => {
  using sandbox = new Sandbox();
  sandbox.script('apt-get', "echo 'E: Failed to fetch: Connection timed out' >&2; exit 100");
  sandbox.script('dpkg', '');
  await assert.rejects(
    provision('redis-server', sandbox.options()),
    /Debian package \(apt-get ended with code 100: E: Failed to fetch: Connection timed out\)/,
  );
});
