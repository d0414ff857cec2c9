/** One package of a store in a version that may be another than the installed one. */
export interface PackageVersion {
  /** As it is called in node_modules. */
  name: string;
  version: string;
}

const VARIANT = /^([\w-]+)\+(.+@\d+\.\d+\.\d+(?:-[\w.]+)?)$/;

/** What a store goes by beside itself in other versions: `redis+connect-redis@7.1.1`. */
export const variantName = (store: string, packages: readonly PackageVersion[]): string =>
  [store, ...packages.map(({ name, version }) => `${name}@${version}`)].join('+');

/** The store of such a name, and its versions in words; undefined for any other name. */
export function variantOf(name: string): { store: string; versions: string } | undefined {
  const [, store, versions] = VARIANT.exec(name) ?? [];
  if (store === undefined || versions === undefined) return undefined;
  return { store, versions: inWords(versions.split('+')) };
}

/** `connect-mongo 5.1.0 and mongodb 6.20.0` */
const inWords = (packages: readonly string[]): string =>
  packages.map((each) => each.replace(/@(?=[^@]*$)/, ' ')).join(' and ');
