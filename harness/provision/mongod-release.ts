import type { Machine } from './machine.ts';

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
    checksums: `linux/${name}.tgz.sha256`,
    program: `${name}/bin/mongod`,
  };
}
