import type { Plan, Subject } from '../model/plan.ts';
import { installedVersion } from '../provision/packages/installed.ts';
import { pinnedFor } from '../provision/packages/pinned.ts';
import { storeEntry } from '../stores/catalogue.ts';

/**
 * The packages of these subjects, each version once: those that are installed, and where a subject's are fetched for it,
 * those. A user's own subject says nothing of its packages.
 */
export function packagesOf(subjects: Iterable<Pick<Subject, 'store' | 'otherPackages'>>): Plan['packages'] {
  const packages = new Map<string, Plan['packages'][number]>();
  for (const { store, otherPackages } of subjects) {
    const fetchedOnes = otherPackages?.packages ?? pinnedFor(store)?.packages;
    for (const name of storeEntry(store)?.npm ?? ['express-session']) {
      const fetched = fetchedOnes?.find((each) => each.name === name)?.version;
      const version = fetched ?? installedVersion(name);
      if (version === undefined) continue;
      const source = fetched === undefined ? 'node_modules' : 'npm';
      packages.set(`${name}@${version}`, { name, version, source });
    }
  }
  return [...packages.values()];
}
