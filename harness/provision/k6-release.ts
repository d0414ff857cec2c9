import type { Machine } from './machine.ts';

const VERSION = '2.2.0';
const BUILDS: Partial<Record<string, { processor: string; sha256: string }>> = {
  x64: { processor: 'amd64', sha256: 'b5a8003c86f35f5cd5ceef1490312c48e587696c94d998cefc6d7b3b4cb1597d' },
  arm64: { processor: 'arm64', sha256: '4ecd64cadcc792402d16293836115480419c4447c032858f564852d98f1bf54c' },
};

/** The archive of k6 for a machine. */
export function k6Release({ platform, arch }: Machine) {
  const build = BUILDS[arch];
  if (platform !== 'linux' || build === undefined) return undefined;
  const name = `k6-v${VERSION}-linux-${build.processor}`;
  return { archive: `v${VERSION}/${name}.tar.gz`, sha256: build.sha256, program: `${name}/k6` };
}
