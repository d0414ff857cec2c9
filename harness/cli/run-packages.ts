import { Option } from 'commander';
import { usageError } from '../errors.ts';
import type { Subject } from '../model/plan.ts';
import { askedOf } from '../provision/packages/asked.ts';
import { fetchPackages } from '../provision/packages/fetch.ts';
import type { StoreName } from '../stores/catalogue.ts';
import { packageText } from './known-values.ts';
import { say } from './output.ts';

/** What a command that tests one store can be told of its packages. */
export interface PackageOptions {
  package?: string[];
}

/** The flag for it. */
export const packageOption = (): Option =>
  new Option(
    '--package <name@version>',
    "another version of one of the store's packages, fetched by npm, such as connect-redis@7.1.1; again for each",
  ).argParser((text: string, before: string[] | undefined) => [...(before ?? []), packageText(text)]);

/** The flag again, for the command that does the same. */
export const packageFlags = ({ package: asked = [] }: PackageOptions): string[] =>
  asked.flatMap((text) => ['--package', text]);

/** Throws a usage error where packages are named and no store of Holdfast's is tested, which alone is made of them. */
export function assertPackagesOfStore({
  package: asked = [],
  store,
}: PackageOptions & { store?: string }): void {
  if (asked.length === 0 || store !== undefined) return;
  throw usageError(
    `--package ${asked.join(' ')} is of a store that Holdfast knows; an app or a module of yours has the packages that it has`,
    { next: '--store, or install that version where yours is' },
  );
}

/**
 * The packages that were asked for in other versions than the installed ones. Rejects with a usage error where the store
 * is not made of them or runs elsewhere, and with `unavailable` where they cannot be had.
 */
export async function otherPackages(
  store: StoreName,
  { package: asked = [], platform = 'process' }: PackageOptions & { platform?: string },
  signal: AbortSignal,
): Promise<Pick<Subject, 'otherPackages'>> {
  if (asked.length === 0) return {};
  if (platform !== 'process')
    throw usageError('--package is for apps that are processes of this machine', {
      next: 'leave out --platform',
    });
  const wanted = asked.map((text) => askedOf(store, text));
  return { otherPackages: await fetchPackages(store, wanted, { signal, report: say }) };
}
