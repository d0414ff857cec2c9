import type { Results } from '../model/results.ts';

const COLOURS: Record<Results['verdict'], string> = {
  pass: 'brightgreen',
  fail: 'red',
  unknown: 'lightgrey',
};

/** How many promises stood in every experiment that tested them, and how many did not in one. */
export function promisesIn({ experiments }: Pick<Results, 'experiments'>): {
  kept: string[];
  broken: string[];
} {
  const all = experiments.flatMap(({ promises }) => promises);
  const withVerdict = (wanted: string) =>
    new Set(all.flatMap(({ id, verdict }) => (verdict === wanted ? [id] : [])));
  const broken = withVerdict('fail');
  const kept = [...withVerdict('pass')].filter((id) => !broken.has(id));
  return { kept: kept.toSorted(), broken: [...broken].toSorted() };
}

/** A badge for a README, in Markdown: an image that shields.io draws of its address alone. */
export function badgeOf(results: Pick<Results, 'experiments' | 'verdict'>): string {
  const { kept, broken } = promisesIn(results);
  const said =
    broken.length > 0
      ? `${broken.length} of ${kept.length + broken.length} promises broken`
      : results.verdict;
  // In an address of theirs a dash is two, and so is a line below.
  const text = encodeURIComponent(said.replaceAll(/[-_]/g, '$&$&'));
  return `![Holdfast: ${said}](https://img.shields.io/badge/Holdfast-${text}-${COLOURS[results.verdict]})\n`;
}
