/** A real API server of Kubernetes on this machine, with nothing behind it: what it takes is stored, and nothing runs. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';

const TOOLS = fileURLToPath(new URL('../../tools/kubernetes/', import.meta.url));
const READY_WITHIN_MS = 300_000;

export interface ApiServer extends AsyncDisposable {
  /** Runs kubectl against it; rejects with what it said. */
  kubectl: (args: readonly string[], input?: string) => Promise<string>;
  /** A file with three contexts: `may` do all, `may-not` anything, and `gone`, where nothing listens. */
  kubeconfig: string;
}

/** Builds etcd and kube-apiserver from their Go modules, which takes half an hour the first time. */
async function programs(): Promise<string> {
  const given = process.env['HOLDFAST_KUBERNETES_BIN'];
  if (given !== undefined) return given;
  const bin = join(homedir(), '.cache', 'holdfast', 'kubernetes');
  await mkdir(bin, { recursive: true });
  const build = (module: string, what: string) =>
    execa('go', ['build', '-o', join(bin, module), what], {
      cwd: join(TOOLS, module),
      env: { CGO_ENABLED: '0' },
    });
  await build('etcd', '.');
  await build('kube-apiserver', 'k8s.io/kubernetes/cmd/kube-apiserver');
  return bin;
}

export async function startApiServer(folder: string): Promise<ApiServer> {
  await using stack = new AsyncDisposableStack();
  const bin = await programs();
  const [client, peer, port] = await Promise.all([getPort(), getPort(), getPort()]);
  const start = (name: string, args: readonly string[]) => {
    const child = execa(join(bin, name), args, {
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
  start('etcd', [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-cluster=default=http://127.0.0.1:${peer}`,
  ]);
  const token = randomBytes(16).toString('hex');
  const powerless = randomBytes(16).toString('hex');
  await writeFile(join(folder, 'tokens.csv'), `${token},tests,1,system:masters\n${powerless},somebody,2,\n`);
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [cluster('here', port), cluster('nowhere', await getPort())],
      users: [
        { name: 'tests', user: { token } },
        { name: 'somebody', user: { token: powerless } },
      ],
      contexts: [
        context('may', 'here', 'tests'),
        context('may-not', 'here', 'somebody'),
        context('gone', 'nowhere', 'tests'),
      ],
    }),
  );
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(join(folder, 'sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  start('kube-apiserver', [
    `--etcd-servers=http://127.0.0.1:${client}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
    `--service-account-key-file=${join(folder, 'sa.pub')}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    // Nobody makes service accounts here.
    '--disable-admission-plugins=ServiceAccount',
  ]);
  const kubectl = async (args: readonly string[], input = '') => {
    const access = [`--server=https://127.0.0.1:${port}`, '--insecure-skip-tls-verify', `--token=${token}`];
    const { stdout, stderr, exitCode } = await execa('kubectl', [...access, ...args], {
      reject: false,
      input,
      env: { KUBECONFIG: '/dev/null', HOME: folder },
    });
    if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return `${stdout}\n${stderr}`;
  };
  await pWaitFor(async () => (await kubectl(['get', '--raw', '/readyz']).catch(() => '')).startsWith('ok'), {
    interval: 500,
    timeout: READY_WITHIN_MS,
  });
  const owned = stack.move();
  return { kubectl, kubeconfig, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const cluster = (name: string, at: number) => ({
  name,
  cluster: { server: `https://127.0.0.1:${at}`, 'insecure-skip-tls-verify': true },
});
const context = (name: string, of: string, user: string) => ({ name, context: { cluster: of, user } });
