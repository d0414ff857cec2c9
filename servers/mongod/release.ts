import type { Machine } from '../lib/program.ts';

/** The builds of MongoDB 8.0, oldest first, by the distribution and its version from which on each is used. */
const BUILDS = [
  { id: 'ubuntu', from: 20.04, build: 'ubuntu2004', arm64: true },
  { id: 'ubuntu', from: 22.04, build: 'ubuntu2204', arm64: true },
  { id: 'ubuntu', from: 24.04, build: 'ubuntu2404', arm64: true },
  { id: 'debian', from: 12, build: 'debian12', arm64: false },
  { id: 'rhel', from: 9, build: 'rhel93', arm64: true },
  { id: 'amzn', from: 2023, build: 'amazon2023', arm64: true },
  { id: 'suse', from: 15, build: 'suse15', arm64: false },
];

/** Of those archives that at least two projects which have nothing to do with each other have pinned alike. */
const SHA256: Partial<Record<string, string>> = {
  'mongodb-linux-x86_64-ubuntu2004-8.0.32':
    'db3533f4fdeeb9f590b2b4e8219007bc3d5ae65b5b5c843aecca3f730cf0eb41',
  'mongodb-linux-x86_64-ubuntu2204-8.0.32':
    '41da8d92dde2896ebda278cf296ae86462da6b39eda81ce6ce4fb9ce819adb2e',
  'mongodb-linux-x86_64-ubuntu2404-8.0.32':
    'b411be17c31ef249767ed91974d876e007c91afd5f45e1534057d247eada9f0d',
  'mongodb-linux-x86_64-debian12-8.0.32': 'b61cda162c6592347b7503c683145304f74c900b1c10a395520c7c24d3f8445c',
};

/**
 * MongoDB builds for distributions, not for Linux. A wrong guess does no harm: what was fetched is run before it is
 * taken, and if it does not start here the next source is tried.
 */
export function mongodRelease(version: string, { platform, arch, distribution }: Machine) {
  const processor = { x64: 'x86_64', arm64: 'aarch64' }[arch];
  if (platform !== 'linux' || processor === undefined) return undefined;
  const fits = [distribution.id, ...distribution.like]
    .map((id) =>
      BUILDS.findLast((b) => b.id === id && b.from <= distribution.version && (arch === 'x64' || b.arm64)),
    )
    .find((build) => build !== undefined);
  if (fits === undefined) return undefined;
  const name = `mongodb-linux-${processor}-${fits.build}-${version}`;
  return {
    archive: `linux/${name}.tgz`,
    sha256: SHA256[name],
    program: `${name}/bin/mongod`,
  };
}
