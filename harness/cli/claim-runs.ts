import { usageError } from '../errors.ts';
import { loadResults } from '../report/load.ts';
import type { Results } from '../model/results.ts';

/** Reads results of runs that put claims to the test. Rejects with a usage error for one that did not. */
export const loadClaimRuns = (paths: readonly string[]): Promise<Results[]> =>
  Promise.all(
    paths.map(async (path) => {
      const { results } = await loadResults(path);
      if (results.claims.length > 0) return results;
      throw usageError(`the run at ${path} put no claim to the test`, { next: 'holdfast claims --quick' });
    }),
  );
