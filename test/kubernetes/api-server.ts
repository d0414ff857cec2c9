/** A real API server of Kubernetes on this machine, with nothing behind it: what it takes is stored, and nothing runs. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import { stringify } from 'yaml';
import { CONTROL_PLANE, programs } from './programs.ts';

const READY_WITHIN_MS = 300_000;
const ADMIN = 'admin';
const POWERLESS = 'somebody';

export interface ApiServer extends AsyncDisposable {
  /** Runs kubectl against it; rejects with what it said. */
  kubectl: (args: readonly string[], input?: string) => Promise<string>;
  /** A file with three contexts: `may` do all, `may-not` anything, and `gone`, where nothing listens. */
  kubeconfig: string;
  /** A file that has whom to ask, and as whom: `admin`, or one of the users. */
  kubeconfigOf: (user: string) => string;
}

/** Where its processes run: each has a name, a program and arguments. */
export type Start = (name: string, program: string, args: readonly string[]) => void;

interface Where {
  start: Start;
  /** Where it listens, and says that it does. */
  address: string;
  /** Of the Services of a cluster. */
  services: string;
  /** By name, with the groups that each is in. */
  users: Readonly<Record<string, string>>;
  args: readonly string[];
}

export async function startApiServer(folder: string): Promise<ApiServer> {
  await using stack = new AsyncDisposableStack();
  const start: Start = (name, program, args) => {
    const child = execa(program, args, {
      reject: false,
      cwd: folder,
      stdin: 'ignore',
      stdout: { file: join(folder, `${name}.log`) },
      stderr: { file: join(folder, `${name}.log`) },
    });
    stack.defer(async () => {
      child.kill('SIGKILL');
      await child;
    });
  };
  const server = await startControlPlane(folder, {
    start,
    address: '127.0.0.1',
    services: '10.0.0.0/24',
    users: {},
    args: [
      '--endpoint-reconciler-type=none',
      // Nobody makes service accounts here.
      '--disable-admission-plugins=ServiceAccount',
    ],
  });
  const owned = stack.move();
  return { ...server, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** etcd and an API server on it. Whoever starts them ends them. */
export async function startControlPlane(
  folder: string,
  { start, address, services, users, args }: Where,
): Promise<Omit<ApiServer, keyof AsyncDisposable>> {
  const bin = await programs(CONTROL_PLANE);
  const [client, peer, port] = await Promise.all([getPort(), getPort(), getPort()]);
  start('etcd', join(bin, 'etcd'), [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-cluster=default=http://127.0.0.1:${peer}`,
  ]);
  const tokens = Object.entries({ [ADMIN]: 'system:masters', [POWERLESS]: '', ...users }).map(
    ([name, groups]) => ({
      name,
      groups,
      token: randomBytes(16).toString('hex'),
    }),
  );
  await writeFile(
    join(folder, 'tokens.csv'),
    tokens.map(({ token, name, groups }) => `${token},${name},${name},"${groups}"\n`).join(''),
  );
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(join(folder, 'sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  start('kube-apiserver', join(bin, 'kube-apiserver'), [
    `--etcd-servers=http://127.0.0.1:${client}`,
    `--bind-address=${address}`,
    `--advertise-address=${address}`,
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=Node,RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
    `--service-account-key-file=${join(folder, 'sa.pub')}`,
    `--service-cluster-ip-range=${services}`,
    ...args,
  ]);
  const kubeconfigOf = (user: string) => join(folder, `${user.replaceAll(':', '-')}.kubeconfig`);
  const kubectl = async (said: readonly string[], input = '') => {
    const { stdout, stderr, exitCode } = await execa('kubectl', said, {
      reject: false,
      input,
      env: { KUBECONFIG: kubeconfigOf(ADMIN), HOME: folder },
    });
    if (exitCode !== 0) throw new Error(`kubectl ${said.join(' ')}: ${stderr}`);
    return `${stdout}\n${stderr}`;
  };
  const url = `https://${address}:${port}`;
  const isReady = async () => {
    // It signs its own certificate when it starts.
    const authority = await readFile(join(folder, 'certificates', 'apiserver.crt')).catch(() => undefined);
    if (authority === undefined) return false;
    for (const { name, token } of tokens)
      await writeFile(kubeconfigOf(name), access(url, authority.toString('base64'), token));
    return (await kubectl(['get', '--raw', '/readyz']).catch(() => '')).startsWith('ok');
  };
  await pWaitFor(isReady, { interval: 500, timeout: READY_WITHIN_MS });
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [cluster('here', url), cluster('nowhere', `https://127.0.0.1:${await getPort()}`)],
      users: tokens.map(({ name, token }) => ({ name, user: { token } })),
      contexts: [
        context('may', 'here', ADMIN),
        context('may-not', 'here', POWERLESS),
        context('gone', 'nowhere', ADMIN),
      ],
    }),
  );
  return { kubectl, kubeconfig, kubeconfigOf };
}

const cluster = (name: string, server: string) => ({
  name,
  cluster: { server, 'insecure-skip-tls-verify': true },
});
const context = (name: string, of: string, user: string) => ({ name, context: { cluster: of, user } });

const access = (server: string, authority: string, token: string) =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'holdfast', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: 'holdfast', user: { token } }],
    contexts: [{ name: 'holdfast', context: { cluster: 'holdfast', user: 'holdfast' } }],
    'current-context': 'holdfast',
  });
