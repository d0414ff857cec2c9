import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
    const seen = cause instanceof Error ? cause.message : String(cause);
    throw unavailable(`${file} could not be written: ${seen}`, {
      next: 'free some space, or make the folder writable',
      cause,
    });
  }
}
