import { fileURLToPath } from 'node:url';
import { ROUTES } from '../../../protocol/routes.ts';
import { unavailable } from '../../errors.ts';
import type { Subject } from '../../plan/plan.ts';
import type { AppInstance, Ended } from '../subject.ts';
import { Child } from './child.ts';
import type { Guardian } from './guardian.ts';
import { waitUntilReady } from './ready.ts';

const READY_LIMIT_MS = 10_000;
/** The app gives itself 5 s to answer what is in flight. */
const END_LIMIT_MS = 8000;
const APP = fileURLToPath(new URL('../../../app/main.ts', import.meta.url));

export interface AppContext {
  subject: Subject;
  index: number;
  port: number;
  storeUrl: string | undefined;
  controlToken: string;
  logFile: string;
  guardian: Guardian;
  signal: AbortSignal;
  /** Called when the process ends although nobody asked it to. */
  onDeath: (what: string) => void;
}

/** One app instance as a process of this machine, always on the same port. */
export class AppProcess implements AppInstance, AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly #context: AppContext;
  #child: Child | undefined;
  #expectedToEnd = false;

  constructor(context: AppContext) {
    this.name = `app-${context.index + 1}`;
    this.url = `http://127.0.0.1:${context.port}`;
    this.#context = context;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What the process printed so far, over all its lives. */
  get logFile(): string {
    return this.#context.logFile;
  }

  async start(): Promise<void> {
    const { subject, port, storeUrl, controlToken, logFile, guardian, signal, index, onDeath } =
      this.#context;
    const child = new Child({
      name: this.name,
      command: process.execPath,
      args: ['--expose-gc', APP],
      env: {
        NODE_ENV: subject.environment,
        HOLDFAST_STORE: subject.store,
        HOLDFAST_INSTANCE: this.name,
        HOLDFAST_PORT: String(port),
        HOLDFAST_TTL_MS: String(subject.ttlMs),
        HOLDFAST_SAVE_MODE: subject.saveMode,
        HOLDFAST_RESAVE: String(subject.resave),
        HOLDFAST_ROLLING: String(subject.rolling),
        HOLDFAST_SAVE_UNINITIALIZED: String(subject.saveUninitialized),
        HOLDFAST_CONTROL_TOKEN: controlToken,
        ...(subject.storeModule === undefined ? {} : { HOLDFAST_STORE_MODULE: subject.storeModule }),
        ...(storeUrl === undefined ? {} : { HOLDFAST_STORE_URL: storeUrl }),
      },
      logFile,
      guardian,
    });
    this.#child = child;
    this.#expectedToEnd = false;
    let ready = false;
    void child.exited.then(() => {
      if (ready && !this.#expectedToEnd) onDeath(`${this.name} ended by itself: ${child.describeExit()}`);
    });
    await waitUntilReady({
      child,
      what: `app (${subject.store}, instance ${index + 1})`,
      attempt: async () => {
        const response = await fetch(this.url + ROUTES.health, { signal: AbortSignal.timeout(1000) });
        if (!response.ok)
          throw new Error(`${ROUTES.health} answered ${response.status}: ${await response.text()}`);
      },
      limitMs: READY_LIMIT_MS,
      signal,
      next: 'run again (it takes another port), or give one with --app-port',
    });
    ready = true;
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const child = this.#child;
    if (child?.pid === undefined || child.exit !== undefined) throw new Error(`${this.name} is not running`);
    this.#expectedToEnd = true;
    child.signal(signal);
    const limit = AbortSignal.timeout(END_LIMIT_MS);
    const exit = await Promise.race([
      child.exited,
      new Promise<undefined>((resolve) => limit.addEventListener('abort', () => resolve(undefined))),
    ]);
    if (exit === undefined) {
      throw unavailable(`${this.name} was still running ${END_LIMIT_MS / 1000} s after ${signal}`);
    }
    return { pid: child.pid, exit: exit.signal ?? `code ${exit.code}` };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#expectedToEnd = true;
    await this.#child?.[Symbol.asyncDispose]();
  }
}
