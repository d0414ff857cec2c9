import pWaitFor, { TimeoutError } from 'p-wait-for';
import { messageOf, unavailable } from '../../../errors.ts';
import type { PodOwner } from '../../../model/own-pods.ts';
import { kubectl, placed, type Place } from '../../kubernetes/kubectl.ts';
import { exitOf, refusedAt } from '../../kubernetes/part.ts';
import { containerIn, endingOf, isReady, type Ending } from '../../kubernetes/pods.ts';
import { takes } from '../../refuses.ts';
import type { Ended, Part } from '../../subject.ts';
import { called, identityOf, isStaying, portOf } from './choose.ts';
import { podsWith } from './find.ts';
import type { OwnPod } from './objects.ts';
import { GO_ON, killing, STOP } from './scripts.ts';

/** A node may have to pull the image anew, and the kubelet waits before it starts again what ends again and again. */
const READY_LIMIT_MS = 180_000;
/** From when it is asked for: on a node that is short, half a minute goes by before anything runs in a pod at all. */
const END_LIMIT_MS = 120_000;
const LOOK_EVERY_MS = 250;
const REFUSED_WITHIN_MS = 2000;

/** Which pods are somebody's already: of two that come at once, each part takes one. */
export type Taken = Set<string>;

export interface OwnPartOptions {
  place: Place;
  owner: PodOwner;
  /** What faults and the history call it. */
  name: string;
  found: OwnPod;
  /** Of its containers, the one that is broken. */
  container: string;
  taken: Taken;
  /** Told of what has it go on, while it is paused; and of nothing, once it went on. */
  onPaused: (goingOn: readonly string[] | undefined) => void;
  /** One attempt to see that it serves; a rejection says why not. */
  attempt: (pod: OwnPod) => Promise<void>;
  signal: AbortSignal;
}

/**
 * A pod that a Deployment or a StatefulSet of the user's makes. Asked to end, it is deleted, as by a rollout or where its
 * node is emptied, and another one takes its place. Killed, its container is, and the kubelet starts it again.
 */
export class OwnPodPart implements Part {
  readonly name: string;
  readonly container: string;
  readonly #options: OwnPartOptions;
  #found: OwnPod;
  /** How often it was there: numbers of processes mean nothing outside of a pod. */
  #pid = 1;
  readonly #ended = new Set<string>();
  #isPaused = false;
  /** Its pod is taken away by a fault, and another one comes. */
  isReplaced = false;

  constructor(options: OwnPartOptions) {
    this.name = options.name;
    this.container = options.container;
    this.#options = options;
    this.#found = options.found;
    options.taken.add(options.found.metadata.uid);
  }

  get pid(): number {
    return this.#pid;
  }

  get identity(): string {
    return identityOf(this.#found, this.container);
  }

  get found(): OwnPod {
    return this.#found;
  }

  get pod(): string {
    return this.#found.metadata.name;
  }

  get uid(): string {
    return this.#found.metadata.uid;
  }

  get id(): string | undefined {
    return containerIn(this.#found, this.container)?.containerID;
  }

  /** Whether it is known by now that the container of that id has ended. */
  hasEnded(id: string): boolean {
    return this.#ended.has(id);
  }

  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    return signal === 'SIGTERM' ? this.#delete() : this.#kill();
  }

  /** Whether its very pod is ready, by the kubelet's word. */
  async isReadyNow(): Promise<boolean> {
    const now = (await this.#all()).find(({ metadata }) => metadata.uid === this.uid);
    return now !== undefined && isReady(now);
  }

  async start(): Promise<void> {
    await this.untilReady();
  }

  async pause(): Promise<string> {
    this.#isPaused = true;
    this.#options.onPaused(this.#execArgs(GO_ON));
    const stopped = (await this.#run(STOP)).trim();
    if (stopped === '') throw new Error(`nothing of ${this.name} could be stopped from within ${this.pod}`);
    const { shareProcessNamespace } = this.#found.spec;
    return `every process of its container${shareProcessNamespace ? '' : ' but the first'} is stopped (state T)`;
  }

  async resume(): Promise<void> {
    if (!this.#isPaused) return;
    await this.#run(GO_ON);
    this.#isPaused = false;
    this.#options.onPaused(undefined);
    await this.untilReady();
  }

  /** Waits until a pod of its is ready that no fault has ended; rejects with what was seen last. */
  async untilReady(): Promise<void> {
    const { place, owner, attempt, signal } = this.#options;
    let last = `${called(owner)} has made no pod`;
    const isReadyNow = async () => {
      const pod = await this.#next();
      if (pod === undefined) return false;
      const container = containerIn(pod, this.container);
      last = `${pod.metadata.name} is not ready`;
      const waits = container?.state.waiting?.reason;
      if (waits !== undefined) last = `its container waits: ${waits}`;
      const id = container?.containerID;
      if (!isReady(pod) || container?.state.running === undefined || id === undefined || this.#ended.has(id))
        return false;
      try {
        await attempt(pod);
      } catch (error) {
        last = messageOf(error);
        return false;
      }
      if (pod.metadata.uid !== this.uid) this.#options.taken.add(pod.metadata.uid);
      this.#found = pod;
      return true;
    };
    try {
      await pWaitFor(isReadyNow, { interval: LOOK_EVERY_MS, timeout: READY_LIMIT_MS, signal });
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      throw unavailable(`${this.name} was not ready within ${READY_LIMIT_MS / 1000} s: ${last}`, {
        next: `kubectl ${placed(place).join(' ')} describe ${called(owner).toLowerCase()}, and its pods`,
      });
    }
    this.isReplaced = false;
  }

  /** The same of what ended by itself. */
  async untilReadyAfter(id: string): Promise<void> {
    this.#ended.add(id);
    await this.untilReady();
    this.#pid += 1;
  }

  /** Of that very pod: another one may have its name by then. */
  async #delete(): Promise<Ended> {
    const { place, signal } = this.#options;
    const { pid, pod, uid } = this;
    const path = `/api/v1/namespaces/${place.namespace}/pods/${pod}`;
    const input = JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid } });
    this.isReplaced = true;
    await kubectl(['--context', place.context, 'delete', '--raw', path, '--filename', '-'], {
      signal,
      input,
    });
    let ending: Ending | undefined;
    const isGone = async () => {
      const now = (await this.#all()).find(({ metadata }) => metadata.uid === uid);
      const container = now && containerIn(now, this.container);
      ending = container?.state.terminated ?? ending;
      return now === undefined;
    };
    const limitMs = this.#found.spec.terminationGracePeriodSeconds * 1000 + END_LIMIT_MS;
    const message = `the pod ${pod} was not gone within ${limitMs / 1000} s of being deleted`;
    await pWaitFor(isGone, { interval: LOOK_EVERY_MS, timeout: { milliseconds: limitMs, message }, signal });
    this.#pid += 1;
    return {
      pid,
      exit: ending === undefined ? 'gone' : exitOf(ending.exitCode),
      seen: `the pod ${pod} was deleted, and the cluster has no pod with its uid any more`,
    };
  }

  async #kill(): Promise<Ended> {
    const { signal } = this.#options;
    const { pid, id, pod } = this;
    if (id === undefined) throw new Error(`${this.name} is not running`);
    this.#ended.add(id);
    const address = await this.reached();
    const over = new AbortController();
    const refused = address && refusedAt(address, over.signal);
    try {
      let failed: unknown;
      const run = this.#run(killing(this.#found.spec.shareProcessNamespace), over.signal);
      // Whoever runs this in a container that ends by it may never be told how it ended: the pod tells.
      void run.catch((error: unknown) => (failed = error));
      let ending: Ending | undefined;
      const hasEnded = async () => {
        const now = (await this.#all()).find(({ metadata }) => metadata.uid === this.uid);
        if (now === undefined) throw new Error(`the pod ${pod} is gone`);
        return (ending = endingOf(now, id, this.container)) !== undefined;
      };
      const message = `${this.name} took more than ${END_LIMIT_MS / 1000} s to end after SIGKILL`;
      const timeout = { milliseconds: END_LIMIT_MS, message };
      await pWaitFor(hasEnded, { interval: LOOK_EVERY_MS, timeout, signal }).catch((error: unknown) => {
        throw failed === undefined ? error : new Error(`${messageOf(error)}: ${messageOf(failed)}`);
      });
      const { exitCode } = ending as unknown as Ending;
      setTimeout(() => over.abort(), REFUSED_WITHIN_MS).unref();
      if ((await refused) === false)
        throw new Error(`${this.name} has ended, and its port was never seen to refuse connections`);
      this.#pid += 1;
      return {
        pid,
        exit: exitOf(exitCode),
        seen: `the kubelet tells that its container ended, with code ${exitCode}${address === undefined ? '' : ', and its port refused connections'}`,
      };
    } finally {
      over.abort();
    }
  }

  /** The pod that it is, or the one that came in its place. */
  async #next(): Promise<OwnPod | undefined> {
    const { owner, taken } = this.#options;
    const all = (await this.#all()).filter(isStaying);
    const same = all.find(({ metadata }) => metadata.uid === this.uid);
    if (same !== undefined || !this.isReplaced) return same;
    const free = all.filter(({ metadata }) => !taken.has(metadata.uid));
    // A StatefulSet gives a pod the name of the one before it.
    return owner.kind === 'StatefulSet'
      ? free.find(({ metadata }) => metadata.name === this.pod)
      : free.find(isReady);
  }

  #all(): Promise<OwnPod[]> {
    const { place, owner, signal } = this.#options;
    return podsWith(place, owner.selector, signal);
  }

  /** Where it listens, if this machine reaches that. */
  protected async reached(): Promise<{ host: string; port: number } | undefined> {
    const { podIP: host } = this.#found.status;
    const port = portOf(this.#found, this.container);
    if (host === undefined || port === undefined) return undefined;
    return (await takes({ host, port })) ? { host, port } : undefined;
  }

  /** Runs something in its container. */
  #run(script: string, until?: AbortSignal): Promise<string> {
    const signal =
      until === undefined ? this.#options.signal : AbortSignal.any([this.#options.signal, until]);
    return kubectl(this.#execArgs(script), { signal });
  }

  #execArgs(script: string): string[] {
    const how = ['exec', this.pod, '--container', this.container, '--', 'sh', '-c', script];
    return [...placed(this.#options.place), ...how];
  }
}
