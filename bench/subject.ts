import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import pidusage from 'pidusage';
import { ROUTES } from '../protocol/routes.ts';
import { Child } from '../harness/process/child.ts';
import type { Reaper } from '../harness/process/reaper.ts';
import { waitUntilReady } from '../harness/process/ready.ts';
import { layDisk } from '../harness/platform/process/forgetful-disk.ts';
import { ServerProcess } from '../harness/platform/process/servers/server.ts';
import { STORES, type StoreName } from '../harness/stores/catalogue.ts';
import { provision, type ToolName } from '../harness/provision/provision.ts';

const APP = fileURLToPath(new URL('../app/main.ts', import.meta.url));
const signal = new AbortController().signal;
const onDeath = (what: string) => console.error(what);

export interface BenchApp extends AsyncDisposable {
  url: string;
  /** Processor time that the app has used so far. */
  cpuMs(): Promise<number>;
}

export interface BenchStore extends AsyncDisposable {
  /** Where its server is, if it has one. */
  url: string | undefined;
  /** Starts an app on this store, with or without metrics and wrapping; its server is at another address if that is said. */
  startApp(observe: boolean, storeUrl?: string): Promise<BenchApp>;
}

interface StoreOptions {
  settings?: Readonly<Record<string, string>>;
  /** Its server's files are on a disk that can lose its power. */
  isForgetful?: boolean;
}

/** Starts what a store needs; several apps can then run on it. */
export async function startStore(
  store: StoreName,
  reaper: Reaper,
  { settings = {}, isForgetful = false }: StoreOptions = {},
): Promise<BenchStore> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const { server: program, table } = STORES[store];
  const logFile = join(folder, 'log');
  let url: string | undefined;
  if (program !== undefined) {
    const provisioned = (name: ToolName) =>
      provision(name, { signal, report: (line) => console.error(line) });
    const tool = await provisioned(program);
    const dataFolder = join(folder, 'data');
    await mkdir(dataFolder);
    const disk = isForgetful ? await provisioned('forgetful-fs') : undefined;
    const server = await ServerProcess.start({
      store,
      table,
      program,
      tool,
      dataFolder,
      settings,
      layDisk:
        disk &&
        (() =>
          layDisk({
            tool: disk,
            folder: dataFolder,
            logFile,
            reaper,
            signal,
            onDeath,
            onUnclean: console.error,
          })),
      logFile,
      port: await freePort(),
      reaper,
      signal,
      onDeath,
    });
    stack.use(server);
    url = server.url;
  }
  const owned = stack.move();
  return {
    url,
    startApp: (observe, storeUrl = url) => startApp({ store, storeUrl, observe, logFile, reaper }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startApp(context: {
  store: StoreName;
  storeUrl: string | undefined;
  observe: boolean;
  logFile: string;
  reaper: Reaper;
}): Promise<BenchApp> {
  const { store, storeUrl, observe, logFile, reaper } = context;
  const port = await freePort();
  const child = new Child({
    name: 'app',
    command: process.execPath,
    args: [APP],
    env: {
      NODE_ENV: 'production',
      HOLDFAST_STORE: store,
      HOLDFAST_PORT: String(port),
      HOLDFAST_OBSERVE: String(observe),
      ...(storeUrl === undefined ? {} : { HOLDFAST_STORE_URL: storeUrl }),
    },
    logFile,
    reaper,
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady({
    child,
    what: `app (${store})`,
    attempt: async () => {
      await fetch(url + ROUTES.health);
    },
    limitMs: 10_000,
    signal,
    next: 'run again',
  });
  const cpuMs = async () => (await pidusage(child.pid ?? 0)).ctime;
  return { url, cpuMs, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

const freePort = () => getPort({ host: '127.0.0.1' });
