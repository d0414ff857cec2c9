/** The programs of a cluster, built from their Go modules below tools/kubernetes, where their versions are. */
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const TOOLS = fileURLToPath(new URL('../../tools/kubernetes/', import.meta.url));

const kubernetes = (name: string) => ({ module: 'kubernetes', builds: `k8s.io/kubernetes/cmd/${name}` });
const containerd = (name: string) => ({
  module: 'containerd',
  builds: `github.com/containerd/containerd/v2/cmd/${name}`,
});
const cni = (name: string) => ({
  module: 'cni',
  builds: `github.com/containernetworking/plugins/plugins/${name}`,
});

/** What is built of which module. */
const PROGRAMS = {
  etcd: { module: 'etcd', builds: '.' },
  'kube-apiserver': kubernetes('kube-apiserver'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  'kube-proxy': kubernetes('kube-proxy'),
  kubelet: kubernetes('kubelet'),
  containerd: containerd('containerd'),
  'containerd-shim-runc-v2': containerd('containerd-shim-runc-v2'),
  ctr: containerd('ctr'),
  bridge: cni('main/bridge'),
  loopback: cni('main/loopback'),
  'host-local': cni('ipam/host-local'),
  coredns: { module: 'coredns', builds: '.' },
  pause: { module: 'pause', builds: '.' },
} as const;

export type Program = keyof typeof PROGRAMS;

/** Those of a control plane, with nothing that runs. */
export const CONTROL_PLANE: readonly Program[] = ['etcd', 'kube-apiserver'];
export const ALL = Object.keys(PROGRAMS) as Program[];

/**
 * Builds them, which takes half an hour or more the first time. Resolves to the folder that they are in: a cache, or what
 * HOLDFAST_KUBERNETES_BIN names, where nothing is built.
 */
export async function programs(names: readonly Program[]): Promise<string> {
  const given = process.env['HOLDFAST_KUBERNETES_BIN'];
  if (given !== undefined) return given;
  const bin = join(homedir(), '.cache', 'holdfast', 'kubernetes');
  await mkdir(bin, { recursive: true });
  for (const name of names) {
    const { module, builds } = PROGRAMS[name];
    const options = { cwd: join(TOOLS, module), env: { CGO_ENABLED: '0' } };
    const flags = [
      '-s',
      '-w',
      ...(module === 'kubernetes' ? ['-X', `${SAYS}=${await version(options)}`] : []),
    ];
    await execa('go', ['build', '-ldflags', flags.join(' '), '-o', join(bin, name), builds], options);
  }
  return bin;
}

/** Where Kubernetes has the version that it says it is. */
const SAYS = 'k8s.io/component-base/version.gitVersion';
const version = async (options: { cwd: string }) =>
  (await execa('go', ['list', '-m', '-f', '{{.Version}}', 'k8s.io/kubernetes'], options)).stdout;
