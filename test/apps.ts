/** For tests of the apps under test/apps: where they are, and one of them installed by its lock in a folder of its own. */
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { temporaryFolder } from './holdfast.ts';

export const APPS = fileURLToPath(new URL('apps', import.meta.url));

export async function appNames(): Promise<string[]> {
  const entries = await readdir(APPS, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** None of what they depend on is built as it is installed: it comes as it was published. */
export async function installed(name: string): Promise<AsyncDisposable & { path: string }> {
  const folder = await temporaryFolder();
  await cp(join(APPS, name), folder.path, { recursive: true });
  await execa('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder.path });
  return folder;
}
