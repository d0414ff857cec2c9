import { readFile } from 'node:fs/promises';
import { DEATH_REASONS, type DeathReason } from '../protocol/metrics.ts';

/**
 * How often the former processes of this container ended, by reason, as its entrypoint noted it: one word a line.
 * A file that is not there yet tells of none. Rejects if it cannot be read.
 */
export async function readDeaths(file: string): Promise<Record<DeathReason, number>> {
  const words = (await textOf(file)).split('\n');
  const counts = DEATH_REASONS.map((reason) => [reason, words.filter((word) => word === reason).length]);
  return Object.fromEntries(counts) as Record<DeathReason, number>;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
