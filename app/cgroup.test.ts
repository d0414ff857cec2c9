import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { groupMemory } from './cgroup.ts';

function inGroup(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-cgroup-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return groupMemory(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test('what the group takes up is told with the pages of files that the kernel would take back', () => {
  const stat = 'anon 50\nfile 40\ninactive_anon 7\ninactive_file 30\nactive_file 10\n';
  assert.deepEqual(inGroup({ 'memory.current': '100\n', 'memory.stat': stat }), {
    usedBytes: 100,
    idleFileBytes: 30,
  });
});

test('groups of version 1 count what is below them too', () => {
  const stat = 'inactive_file 1\ntotal_inactive_file 30\n';
  const files = { 'memory/memory.usage_in_bytes': '100\n', 'memory/memory.stat': stat };
  assert.deepEqual(inGroup(files), { usedBytes: 100, idleFileBytes: 30 });
});

test('a group that does not tell of files has none to give back; without a group nothing is told', () => {
  assert.deepEqual(inGroup({ 'memory.current': '100\n' }), { usedBytes: 100, idleFileBytes: 0 });
  assert.equal(inGroup({}), undefined);
});
