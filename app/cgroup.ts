import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the control group of this process takes up, in bytes, as its limit counts it. */
export interface GroupMemory {
  /** All of it: what programs hold, and pages of files besides. */
  usedBytes: number;
  /** Of that, pages of files that nobody has looked at for a while: the kernel takes them back before it kills. */
  idleFileBytes: number;
}

interface Layout {
  used: string;
  stat: string;
  idleFile: RegExp;
}

/** Version 2, as a container sees its own group, then version 1. */
const LAYOUTS: readonly Layout[] = [
  { used: 'memory.current', stat: 'memory.stat', idleFile: /^inactive_file (\d+)$/m },
  {
    used: 'memory/memory.usage_in_bytes',
    stat: 'memory/memory.stat',
    idleFile: /^total_inactive_file (\d+)$/m,
  },
];

/** Undefined where there is no group that counts: outside of a container, or on another system. */
export function groupMemory(root = '/sys/fs/cgroup'): GroupMemory | undefined {
  for (const { used, stat, idleFile } of LAYOUTS) {
    const usedBytes = Number.parseInt(textOf(join(root, used)), 10);
    if (!(usedBytes > 0)) continue;
    const idle = Number(idleFile.exec(textOf(join(root, stat)))?.[1] ?? 0);
    return { usedBytes, idleFileBytes: Math.min(idle, usedBytes) };
  }
  return undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not of this version.
    return '';
  }
}
