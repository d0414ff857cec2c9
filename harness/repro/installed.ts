import { installedVersion } from '../provision/packages/installed.ts';

/** The versions of packages that are installed: `express-session 1.19.0`. One that is not says so. */
export const installedVersions = (packages: readonly string[]): string[] =>
  packages.map((name) => `${name} ${installedVersion(name) ?? 'is not installed'}`);
