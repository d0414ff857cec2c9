/** A copy of the project, to which a test adds something as a contributor does it. */
import { globSync } from 'node:fs';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { temporaryFolder } from './holdfast.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What is put behind a piece of a file that is there. */
export interface Entry {
  file: string;
  behind: string;
  text: string;
}

/** What a contributor writes: lines in files that are there, and new files. */
export interface Addition {
  entries: readonly Entry[];
  files: Readonly<Record<string, string>>;
}

/** The files that a contributor touches for it. */
export const writtenFor = ({ entries, files }: Addition): string[] => [
  ...new Set([...entries.map(({ file }) => file), ...Object.keys(files)]),
];

/** Adds to a copy of the project. Disposing of it removes the copy. */
export async function treeWith(
  additions: readonly Addition[],
): Promise<AsyncDisposable & { path: string; folder: string }> {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'holdfast');
  const { stdout } = await execa('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  for (const file of stdout.split('\0').filter(Boolean))
    await cp(join(ROOT, file), join(path, file), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  for (const { entries, files } of additions) {
    for (const { file, behind, text } of entries) {
      const old = await readFile(join(path, file), 'utf8');
      if (!old.includes(behind)) throw new Error(`${file} has no ${behind}`);
      await writeFile(
        join(path, file),
        old.replace(behind, () => behind + text),
      );
    }
    for (const [file, content] of Object.entries(files)) await writeFile(join(path, file), content);
  }
  return { path, folder: folder.path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** Which files of a copy are not as the project has them, or are not there. */
export async function changedIn(tree: string): Promise<string[]> {
  const files = globSync('**/*', { cwd: tree, exclude: ['node_modules'], withFileTypes: true });
  const changed: string[] = [];
  for (const entry of files.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name).slice(tree.length + 1);
    const [one, other] = await Promise.all(
      [tree, ROOT].map((root) => readFile(join(root, path)).catch(() => Buffer.of())),
    );
    if (one && other && !one.equals(other)) changed.push(path);
  }
  return changed;
}
