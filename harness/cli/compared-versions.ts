import { usageError } from '../errors.ts';
import type { ComparedSubject } from '../compare/plan.ts';
import { askedOf, nameIn, parsePackage } from '../provision/packages/asked.ts';
import { fetchPackages } from '../provision/packages/fetch.ts';
import { STORE_NAMES, type StoreName } from '../stores/catalogue.ts';
import type { LaidOutStore } from '../stores/laid-out.ts';
import { variantName } from '../stores/versions.ts';
import { say } from './output.ts';

/**
 * The stores that were chosen; where versions were asked for, the first of those that is made of their packages in each of
 * them. Rejects with a usage error where none is, and with `unavailable` where a version cannot be had.
 */
export async function comparedSubjects(
  { stores, versions }: { stores: readonly LaidOutStore[]; versions?: readonly string[] },
  signal: AbortSignal,
): Promise<ComparedSubject[]> {
  if (versions === undefined) return [...stores];
  const tooFew = () =>
    usageError(`--versions compares two versions or more, and was given ${versions.join(',')}`);
  if (versions.length < 2) throw tooFew();
  const store = storeOf(
    versions,
    stores.flatMap(({ store, topology }) => (topology === undefined ? [store] : [])),
  );
  const subjects = new Map<string, ComparedSubject>();
  for (const version of versions) {
    const otherPackages = await fetchPackages(store, [askedOf(store, version)], { signal, report: say });
    const name = variantName(store, otherPackages.asked);
    subjects.set(name, { store: name, otherPackages });
  }
  if (subjects.size < versions.length) throw tooFew();
  return [...subjects.values()];
}

function storeOf(versions: readonly string[], stores: readonly StoreName[]): StoreName {
  const names = [...new Set(versions.map((version) => parsePackage(version).npmName))];
  const made = (among: readonly StoreName[]) =>
    among.filter((store) => names.every((name) => nameIn(store, name) !== undefined));
  const [store, ...others] = made(stores);
  if (store === undefined)
    throw usageError(`no store that was chosen is made of ${names.join(' and ')}`, {
      next: `--stores ${made(STORE_NAMES).join(',') || '<one that is>'}`,
    });
  if (others.length > 0)
    say(`of ${[store, ...others].join(', ')} the first is compared (--stores takes another)`);
  return store;
}
