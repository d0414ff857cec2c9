import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unavailable } from '../errors.ts';
import { invocationAtHome } from '../explain.ts';
import { renderHtml } from './html/page.ts';
import { renderMarkdown } from './markdown/report.ts';
import type { Results } from '../model/results.ts';

/**
 * Writes report.html and report.md into a run's folder and returns their paths. Rejects with `unavailable` when a
 * file cannot be written.
 */
export async function writeReports(
  folder: string,
  results: Results,
): Promise<{ html: string; markdown: string }> {
  const invocation = invocationAtHome();
  const [html, markdown] = await Promise.all([
    writeReport(join(folder, 'report.html'), renderHtml(results, invocation)),
    writeReport(join(folder, 'report.md'), renderMarkdown(results, invocation)),
  ]);
  return { html, markdown };
}

/** Writes one file of a report and returns its path. */
export async function writeReport(file: string, content: string): Promise<string> {
  try {
    await writeFile(file, content);
    return file;
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const folder = dirname(file);
    const seen = code === 'ENOENT' ? `there is no folder ${folder}` : message;
    const ways: Readonly<Record<string, string>> = {
      ENOENT: `mkdir -p ${folder}`,
      EISDIR: 'name a file in that folder',
      ENOTDIR: 'name a file in a folder',
      ENOSPC: 'free some space',
      EDQUOT: 'free some space',
      EFBIG: 'ulimit -f unlimited',
      EROFS: 'work on a copy of the folder that can be written',
    };
    const next = ways[code] ?? `make ${folder} writable`;
    throw unavailable(`${file} could not be written: ${seen}`, { next, cause });
  }
}
