import { ABOUT_ROUTE } from '../../../../protocol/about.ts';
import { containerOf, serviceOf, type Container } from '../../compose/containers.ts';
import { ContainerPart } from '../../compose/part.ts';
import type { AppInstance, Ended, ServerMemory, StoreServer } from '../../subject.ts';
import { ask } from '../ask.ts';
import { isReadable, readableSession, type LookOptions } from './look.ts';

interface AppOptions {
  container: Container;
  name: string;
  /** Where it answers by itself; undefined: only through something in front of it. */
  url: string | undefined;
  signal: AbortSignal;
}

/** One container of the user's app. */
export class OwnApp extends ContainerPart implements AppInstance {
  readonly url: string;
  readonly isForeign = true;

  constructor({ container, name, url, signal }: AppOptions) {
    const attempt =
      url === undefined ? () => assertHealthy(container.Id, signal) : () => assertProbe(url, signal);
    super({ service: serviceOf(container), name, find: () => Promise.resolve(container), attempt, signal });
    this.url = url ?? '';
  }
}

async function assertProbe(url: string, signal: AbortSignal): Promise<void> {
  const { status } = await ask(url, ABOUT_ROUTE, { headers: {}, signal });
  if (status !== 200) throw new Error(`its probe answered ${status}`);
}

/** As far as the container's own check says it; where it has none, it runs. */
async function assertHealthy(id: string, signal: AbortSignal): Promise<void> {
  const { State } = await containerOf(id, signal);
  const health = State.Running ? (State.Health?.Status ?? 'healthy') : 'not running';
  if (health !== 'healthy') throw new Error(`its container is ${health}`);
}

/** An app that finds the server again is proof enough: a container's check may come every half minute. */
async function assertServes(id: string, look: LookOptions): Promise<void> {
  try {
    await assertHealthy(id, look.signal);
  } catch (error) {
    await readableSession(look).catch(() => {
      throw error;
    });
  }
}

/**
 * The server of the store of the user's app. That the app has its sessions there is not taken on trust: while it is gone
 * or paused, a session that could be read before can not.
 */
export class OwnServer extends ContainerPart implements StoreServer {
  readonly #look: LookOptions;

  constructor(container: Container, look: LookOptions) {
    super({
      service: serviceOf(container),
      name: serviceOf(container),
      find: () => Promise.resolve(container),
      attempt: () => assertServes(container.Id, look),
      signal: look.signal,
    });
    this.#look = look;
  }

  override async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const session = await readableSession(this.#look);
    const ended = await super.end(signal);
    if (!(await isReadable(session, this.#look.signal)))
      return { ...ended, seen: `${ended.seen}, and the app could not read a session` };
    await this.start();
    throw this.#notTheStore();
  }

  override async pause(): Promise<string> {
    const session = await readableSession(this.#look);
    const seen = await super.pause();
    if (!(await isReadable(session, this.#look.signal)))
      return `${seen}; and the app could not read a session`;
    await this.resume();
    throw this.#notTheStore();
  }

  memory(): Promise<ServerMemory> {
    return Promise.reject(new Error(`the memory of ${this.name} is not read`));
  }

  #notTheStore(): Error {
    return new Error(
      `the app gave out a session while ${this.service} was away: its sessions are not there, or not only there`,
    );
  }
}
