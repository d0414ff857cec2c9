import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mongodRelease } from './release.ts';

const MACHINES = [
  { id: 'debian', version: 12, arch: 'x64', build: 'x86_64-debian12' },
  { id: 'debian', version: 13, arch: 'x64', build: 'x86_64-debian12' },
  { id: 'debian', version: 12, arch: 'arm64', build: undefined },
  { id: 'ubuntu', version: 22.04, arch: 'x64', build: 'x86_64-ubuntu2204' },
  { id: 'ubuntu', version: 22.1, arch: 'arm64', build: 'aarch64-ubuntu2204' },
  { id: 'ubuntu', version: 26.04, arch: 'x64', build: 'x86_64-ubuntu2404' },
  { id: 'rocky', like: ['rhel', 'centos', 'fedora'], version: 9.4, arch: 'x64', build: 'x86_64-rhel93' },
  { id: 'opensuse-leap', like: ['suse', 'opensuse'], version: 15.6, arch: 'x64', build: 'x86_64-suse15' },
  { id: 'alpine', version: 3.2, arch: 'x64', build: undefined },
  { id: 'debian', version: 12, arch: 'ppc64', build: undefined },
];

for (const { id, like = [], version, arch, build } of MACHINES) {
  test(`${id} ${version} on ${arch} gets ${build ?? 'no build'}`, () => {
    const release = mongodRelease('8.0.32', { platform: 'linux', arch, distribution: { id, like, version } });
    const expected = build === undefined ? undefined : `linux/mongodb-linux-${build}-8.0.32.tgz`;
    assert.equal(release?.archive, expected);
  });
}
