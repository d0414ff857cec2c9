interface Entry {
  version?: string;
  name?: string;
  dev?: true;
  devOptional?: true;
  optional?: true;
  peer?: true;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** npm's package-lock.json, version 3, as far as it is read here. */
export interface LockFile {
  lockfileVersion: number;
  packages: Record<string, Entry>;
}

/**
 * The part of a lock file that holds these packages and all that they need, as a lock file of its own, with the same
 * versions at the same places. Throws where one of them is not in it.
 */
export function testedLock({ lockfileVersion, packages }: LockFile, names: readonly string[]): LockFile {
  const kept = new Set<string>();
  for (const name of names) {
    const path = find('', name);
    if (path === undefined) throw new Error(`package-lock.json has no ${name}: run npm install`);
    keep(path);
  }
  const root = packages[''] as Entry & { devDependencies?: Record<string, string> };
  const asked = { ...root.devDependencies, ...root.dependencies };
  const dependencies = Object.fromEntries(names.map((name) => [name, asked[name] as string]));
  const entries = Object.entries(packages).filter(([path]) => kept.has(path));
  return {
    lockfileVersion,
    packages: {
      '': { dependencies },
      ...Object.fromEntries(entries.map(([path, entry]) => [path, used(entry)])),
    },
  };

  function keep(path: string): void {
    if (kept.has(path)) return;
    kept.add(path);
    const { dependencies, optionalDependencies, peerDependencies } = packages[path] as Entry;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const found = find(path, name);
      if (found !== undefined) keep(found);
    }
  }

  /** Where Node finds a package from the place of another: in the nearest node_modules above. */
  function find(from: string, name: string): string | undefined {
    for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
      const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
      if (path in packages) return path;
      if (at === '') return undefined;
    }
  }
}

/** What was for developers there is for runs here. */
function used({ dev: _dev, devOptional, ...entry }: Entry): Entry {
  return devOptional ? { ...entry, optional: true } : entry;
}
