import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { unavailable } from '../errors.ts';
import type { Tool } from '../provision/provision.ts';
import { CONFIG, scriptFile } from './scenarios.ts';

/** A workload with all its files and settings in one, as k6 packs it. Rejects with `unavailable` if k6 does not. */
export async function archiveOf(
  k6: Tool,
  {
    workload,
    settings,
    signal,
  }: { workload: string; settings: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-archive-'));
  try {
    const out = join(folder, 'archive.tar');
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const packed = await execa(
      k6.path,
      ['archive', '--config', CONFIG, '--quiet', ...flags, '--archive-out', out, scriptFile(workload)],
      { reject: false, cancelSignal: signal, env: { ...k6.env }, extendEnv: false },
    );
    signal.throwIfAborted();
    if (packed.exitCode !== 0)
      throw unavailable(
        `k6 archive ended with ${packed.exitCode ?? packed.signal}: ${packed.stderr.slice(0, 500)}`,
      );
    return await readFile(out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
