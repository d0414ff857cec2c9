import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { execa } from 'execa';
import { acquireLock } from '../../../bin/lock.mjs';

const VERSION = '0.1.18';
const BUILD_LIMIT_MS = 20 * 60_000;

/**
 * The path of grafatui, which draws Grafana's dashboards in a terminal and as pictures. The first time it is built by
 * cargo into Holdfast's cache, with the versions that its makers locked; that takes three to eight minutes. Rejects
 * with cargo's message where it cannot be built: Rust 1.88 or later is needed.
 */
export async function grafatui(signal: AbortSignal): Promise<string> {
  const cache = process.env['HOLDFAST_CACHE'] || envPaths('holdfast', { suffix: '' }).cache;
  const folder = join(cache, 'grafatui', `cargo-${VERSION}-${process.platform}-${process.arch}`);
  const program = join(folder, 'bin', 'grafatui');
  await mkdir(join(cache, 'grafatui'), { recursive: true });
  const release = await acquireLock(`${folder}.lock`, { signal, onWait: () => {} });
  try {
    if (await isThere(program)) return program;
    console.error(`building grafatui ${VERSION} by cargo, once, for some minutes`);
    await execa('cargo', ['install', 'grafatui', '--version', VERSION, '--locked', '--root', folder], {
      cancelSignal: signal,
      timeout: BUILD_LIMIT_MS,
      stdin: 'ignore',
    });
    return program;
  } finally {
    release();
  }
}

async function isThere(program: string): Promise<boolean> {
  try {
    await access(program);
    return true;
  } catch {
    return false;
  }
}
