/** Kinds with how often each was found, most first; kinds that were not found are left out. */
export function found(counts: Readonly<Record<string, number>>): [kind: string, count: number][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted((a, b) => b[1] - a[1]);
}
