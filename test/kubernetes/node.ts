/**
 * A real node of Kubernetes on this machine, with its control plane: kubelet, containerd, kube-proxy, CoreDNS,
 * kube-scheduler and kube-controller-manager as plain processes in namespaces of their own (machine.sh), which take
 * with them everything that a node makes.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { stringify } from 'yaml';
import { ownCertificate } from '../../harness/platform/process/own-certificate.ts';
import { startControlPlane, type ApiServer, type Start } from './api-server.ts';
import { archiveOf } from './archive.ts';
import { ALL, programs } from './programs.ts';

const MACHINE = fileURLToPath(new URL('machine.sh', import.meta.url));
const READY_WITHIN_MS = 300_000;
const NODE = 'node';
const PAUSE = 'holdfast.test/pause:1';
const SOCKET = '/run/containerd/containerd.sock';
const DOMAIN = 'cluster.local';

export interface Node extends ApiServer {
  /** Of the node. From this machine, its pods and Services can be reached at their own addresses as well. */
  address: string;
  /** The names by which this machine knows what was made for it: its wire and its cgroup. */
  names: readonly string[];
  /** Gives it an image that Docker has on this machine. */
  load: (image: string) => Promise<void>;
  /** Lays a volume of 1 GiB, which a claim without a class can bind to. */
  layVolume: (name: string) => Promise<void>;
}

/** Why there can be no node on this machine, if so. */
export async function noNode(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a node takes Linux and root';
  if (!(await readFile('/proc/self/cgroup', 'utf8')).includes(':memory:'))
    return 'a node takes cgroup v1 here';
  for (const [command, ...args] of [
    ['docker', 'version'],
    ['go', 'version'],
    ['runc', '--version'],
    ['kubectl', 'version', '--client'],
    ['ip', '-V'],
    ['nft', '--version'],
    ['unshare', '--version'],
  ] as const)
    if ((await execa(command, args, { reject: false })).failed) return `a node takes ${command}`;
  return undefined;
}

/** Starts it with its control plane; what it writes is in `folder`, which is neither below /var nor below /run. */
export async function startNode(folder: string): Promise<Node> {
  const bin = await programs(ALL);
  await using stack = new AsyncDisposableStack();
  const { pid, name, run } = stack.use(await startMachine(folder, bin));
  const start: Start = (name, program, args) => run(name, [program, ...args], join(folder, `${name}.log`));
  const { link, address, pods, services } = await layNetwork(pid);

  // Whom the kubelet lets in.
  const { key, cert } = ownCertificate({ organization: 'system:masters' });
  const [keyFile, certFile] = [join(folder, 'kubelet-client.key'), join(folder, 'kubelet-client.crt')];
  await writeFile(keyFile, key);
  await writeFile(certFile, cert);
  const { kubectl, kubeconfig, kubeconfigOf } = await startControlPlane(folder, {
    start,
    address,
    services,
    users: {
      [`system:node:${NODE}`]: 'system:nodes',
      'system:kube-controller-manager': '',
      'system:kube-scheduler': '',
      'system:kube-proxy': '',
      names: 'system:masters',
    },
    args: [
      `--kubelet-client-key=${keyFile}`,
      `--kubelet-client-certificate=${certFile}`,
      '--kubelet-preferred-address-types=InternalIP',
      '--enable-admission-plugins=NodeRestriction',
    ],
  });

  await layRuntime(folder, bin, pods);
  start('containerd', join(bin, 'containerd'), ['--config', join(folder, 'containerd.toml')]);
  const ctr = [
    '--target',
    String(pid),
    '--mount',
    join(bin, 'ctr'),
    '--address',
    SOCKET,
    '--namespace=k8s.io',
  ];
  const isUp = async () => !(await execa('nsenter', [...ctr, 'version'], { reject: false })).failed;
  await pWaitFor(isUp, { interval: 200, timeout: READY_WITHIN_MS });
  const pause = await archiveOf(join(bin, 'pause'), PAUSE, join(folder, 'pause'));
  await execa('nsenter', [...ctr, 'images', 'import', pause]);

  const manager = kubeconfigOf('system:kube-controller-manager');
  start('kube-controller-manager', join(bin, 'kube-controller-manager'), [
    `--kubeconfig=${manager}`,
    `--authentication-kubeconfig=${manager}`,
    `--authorization-kubeconfig=${manager}`,
    '--use-service-account-credentials',
    `--service-account-private-key-file=${join(folder, 'sa.key')}`,
    `--root-ca-file=${join(folder, 'certificates', 'apiserver.crt')}`,
    '--leader-elect=false',
  ]);
  const scheduler = kubeconfigOf('system:kube-scheduler');
  start('kube-scheduler', join(bin, 'kube-scheduler'), [
    `--kubeconfig=${scheduler}`,
    `--authentication-kubeconfig=${scheduler}`,
    `--authorization-kubeconfig=${scheduler}`,
    '--leader-elect=false',
  ]);
  await writeFile(join(folder, 'kubelet.yaml'), stringify(kubeletOf(address, folder, certFile)));
  await writeFile(join(folder, 'resolv.conf'), '');
  start('kubelet', join(bin, 'kubelet'), [
    `--config=${join(folder, 'kubelet.yaml')}`,
    `--kubeconfig=${kubeconfigOf(`system:node:${NODE}`)}`,
    `--hostname-override=${NODE}`,
    `--node-ip=${address}`,
  ]);
  await writeFile(
    join(folder, 'kube-proxy.yaml'),
    stringify(proxyOf(pods, kubeconfigOf('system:kube-proxy'))),
  );
  start('kube-proxy', join(bin, 'kube-proxy'), [`--config=${join(folder, 'kube-proxy.yaml')}`]);
  const names = join(folder, 'Corefile');
  await writeFile(names, namesOf(address, kubeconfigOf('names')));
  start('coredns', join(bin, 'coredns'), ['-conf', names]);

  await pWaitFor(
    async () => {
      const node = ['get', 'node', NODE, '--output=jsonpath={.status.conditions[?(@.type=="Ready")].status}'];
      if (!(await kubectl(node).catch(() => '')).startsWith('True')) return false;
      return kubectl(['get', 'serviceaccount', 'default']).then(
        () => true,
        () => false,
      );
    },
    { interval: 500, timeout: READY_WITHIN_MS },
  );
  const owned = stack.move();
  return {
    kubectl,
    kubeconfig,
    kubeconfigOf,
    address,
    names: [link, name],
    load: async (image) => {
      await execa('docker', ['save', image], { buffer: { stdout: false } }).pipe('nsenter', [
        ...ctr,
        'images',
        'import',
        '-',
      ]);
    },
    layVolume: (name) => layVolumeIn(folder, name, kubectl),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/**
 * The node that node-main.ts has up in `folder`, with the images that it was given: it stays when this is disposed of, and
 * a test that is run again and again does not wait for it.
 */
export async function nodeIn(folder: string): Promise<Omit<Node, 'names' | 'load'>> {
  const kubectl: Node['kubectl'] = async (args, input = '') => {
    const { stdout, stderr } = await execa('kubectl', args, {
      input,
      env: { KUBECONFIG: join(folder, 'admin.kubeconfig'), HOME: folder },
    });
    return `${stdout}\n${stderr}`;
  };
  const path = '{.items[0].status.addresses[?(@.type=="InternalIP")].address}';
  return {
    kubectl,
    kubeconfig: join(folder, 'kubeconfig'),
    kubeconfigOf: (user) => join(folder, `${user}.kubeconfig`),
    address: (await kubectl(['get', 'nodes', `--output=jsonpath=${path}`])).trim(),
    layVolume: (name) => layVolumeIn(folder, name, kubectl),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function layVolumeIn(folder: string, name: string, kubectl: Node['kubectl']): Promise<void> {
  await mkdir(join(folder, 'var/lib/volumes', name), { recursive: true });
  await kubectl(['apply', '--filename=-'], stringify(volumeOf(name)));
}

/** The machine that a node is on. Disposing of it ends everything that was started there. */
async function startMachine(folder: string, bin: string) {
  const name = `holdfast-node-${randomBytes(4).toString('hex')}`;
  const machine = execa('bash', [MACHINE, folder, name], {
    reject: false,
    buffer: { stdout: false },
    // containerd takes the first shim that it finds, and Debian's is an older one.
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
  });
  // Where it is gone nobody reads any more.
  machine.stdin.on('error', () => {});
  await using stack = new AsyncDisposableStack();
  stack.defer(async () => {
    machine.stdin.end();
    await machine;
    await rm(join(folder, 'var'), { recursive: true, force: true });
  });
  for await (const line of createInterface({ input: machine.stdout })) {
    const [, pid] = /^ready (\d+)$/.exec(line) ?? [];
    if (pid === undefined) continue;
    const owned = stack.move();
    return {
      pid: Number(pid),
      name,
      run: (what: string, command: readonly string[], logFile: string) => {
        const quoted = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
        machine.stdin.write(`exec ${quoted} >>'${logFile}' 2>&1\n`);
      },
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  }
  const { stderr } = await machine;
  throw new Error(`the machine of the node did not start: ${stderr}`);
}

const ip = (...args: string[]) => execa('ip', args);

/** A wire between this machine and the node's, with addresses that nobody here uses. It goes with the node. */
async function layNetwork(pid: number) {
  const there = (...args: string[]) => execa('nsenter', ['--target', String(pid), '--net', 'ip', ...args]);
  const { stdout: routes } = await ip('route');
  const used = (prefix: string) => routes.includes(`${prefix}.`);
  for (let second = 200; second < 255; second++) {
    const prefix = `10.${second}`;
    const link = `holdfast${second}`;
    if (used(prefix)) continue;
    const made = await execa(
      'ip',
      ['link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)],
      { reject: false },
    );
    // Another node that starts now has it.
    if (made.failed && made.stderr.includes('File exists')) continue;
    if (made.failed) throw new Error(made.stderr);
    const [here, address] = [`${prefix}.255.1`, `${prefix}.255.2`];
    await ip('address', 'add', `${here}/30`, 'dev', link);
    await ip('link', 'set', link, 'up');
    await there('address', 'add', `${address}/30`, 'dev', 'eth0');
    await there('link', 'set', 'eth0', 'up');
    await there('route', 'add', 'default', 'via', here);
    const [pods, services] = [`${prefix}.0.0/24`, `${prefix}.1.0/24`];
    for (const subnet of [pods, services]) await ip('route', 'add', subnet, 'via', address);
    return { link, address, pods, services };
  }
  throw new Error('no network for the node: every one from 10.200 to 10.254 is in use here');
}

async function layRuntime(folder: string, bin: string, pods: string) {
  const network = join(folder, 'cni');
  await mkdir(network);
  await writeFile(
    join(network, 'pods.conflist'),
    JSON.stringify({
      cniVersion: '1.0.0',
      name: 'pods',
      plugins: [
        {
          type: 'bridge',
          bridge: 'pods',
          isGateway: true,
          hairpinMode: true,
          ipam: { type: 'host-local', ranges: [[{ subnet: pods }]], routes: [{ dst: '0.0.0.0/0' }] },
        },
      ],
    }),
  );
  await writeFile(
    join(folder, 'containerd.toml'),
    `version = 3
[grpc]
  address = '${SOCKET}'
[plugins.'io.containerd.internal.v1.opt']
  path = '/var/lib/containerd-opt'
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = '${PAUSE}'
[plugins.'io.containerd.cri.v1.runtime']
  # Who may not sink below its own score, as root in a virtual machine often may not, could start nothing.
  restrict_oom_score_adj = true
[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ['${bin}']
  conf_dir = '${network}'
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = 'io.containerd.runc.v2'
  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
    SystemdCgroup = false
`,
  );
}

const kubeletOf = (address: string, folder: string, authority: string) => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: authority },
  },
  authorization: { mode: 'Webhook' },
  cgroupDriver: 'cgroupfs',
  // As this machine has it.
  failCgroupV1: false,
  failSwapOn: false,
  containerRuntimeEndpoint: `unix://${SOCKET}`,
  clusterDNS: [address],
  clusterDomain: DOMAIN,
  resolvConf: join(folder, 'resolv.conf'),
  // Whatever is there may be used: nothing is pulled.
  imagePullCredentialsVerificationPolicy: 'NeverVerify',
  // How full the disk of this machine is, is not the node's business.
  imageGCHighThresholdPercent: 100,
  evictionHard: { 'nodefs.available': '0%', 'nodefs.inodesFree': '0%', 'imagefs.available': '0%' },
});

const proxyOf = (pods: string, kubeconfig: string) => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'nftables',
  clientConnection: { kubeconfig },
  clusterCIDR: pods,
  hostnameOverride: NODE,
  // As this machine has them.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
});

const namesOf = (address: string, kubeconfig: string) => `. {
  bind ${address}
  errors
  ready
  kubernetes ${DOMAIN} in-addr.arpa ip6.arpa {
    kubeconfig ${kubeconfig}
    ttl 5
  }
  cache 5
}
`;

const volumeOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: {
    capacity: { storage: '1Gi' },
    // On one node nobody is elsewhere.
    accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
    persistentVolumeReclaimPolicy: 'Retain',
    storageClassName: '',
    local: { path: `/var/lib/volumes/${name}` },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [NODE] }] },
        ],
      },
    },
  },
});
