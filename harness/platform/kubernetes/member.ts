import pWaitFor from 'p-wait-for';
import { HELD_START } from '../../stores/kubernetes/held.ts';
import type { Address } from '../address.ts';
import type { Ended } from '../subject.ts';
import type { Member, MemberOptions } from '../topologies/ground.ts';
import { runIn, startOf } from './in-pod.ts';
import { PodPart, type PodPartOptions } from './part.ts';

/** The primary of a replica set hands over, and then still lets its clients go for 15 s, before it ends. */
const END_LIMIT_MS = 60_000;
/** The kubelet waits 10 s and longer before it starts again what ends for the second time within ten minutes. */
const BACK_LIMIT_MS = 120_000;
const LOOK_EVERY_MS = 250;

interface MemberPodOptions extends Omit<
  PodPartOptions,
  'attempt' | 'gentleSignal' | 'endLimitMs' | 'address'
> {
  address: Address;
  member: MemberOptions;
}

/**
 * One server of a topology in its pod. What was ended stays away until it is started again, as the kubelet starts its
 * container alone. Its pod goes with all of the subject.
 */
export class MemberPod extends PodPart implements Member {
  readonly address: Address;
  readonly #options: MemberPodOptions;
  /** For its first start its folder has been made ready already. */
  #isFresh = true;

  constructor(options: MemberPodOptions) {
    const { member } = options;
    super({
      ...options,
      gentleSignal: (member.gentleSignal ?? 'SIGTERM').replace(/^SIG/, ''),
      endLimitMs: END_LIMIT_MS,
      attempt: async () => {
        await member.ask();
      },
    });
    this.address = options.address;
    this.#options = options;
  }

  override async start(): Promise<void> {
    const { member, signal } = this.#options;
    await this.#untilThere();
    if (!this.#isFresh) await member.beforeStart?.();
    this.#isFresh = false;
    await runIn(this.#options, `cat > ${HELD_START}`, [], { signal, input: startOf(member.command()) });
    await super.start();
    await member.afterStart?.();
  }

  override async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    await this.run(`rm -f ${HELD_START}`);
    return super.end(signal);
  }

  /** Until its container is there, in which its server does not run. */
  async #untilThere(): Promise<void> {
    const { name, signal } = this.#options;
    const isThere = () =>
      this.run('true').then(
        () => true,
        () => {
          signal.throwIfAborted();
          return false;
        },
      );
    const message = `the kubelet had not started the container of ${name} again after ${BACK_LIMIT_MS / 1000} s`;
    const timeout = { milliseconds: BACK_LIMIT_MS, message };
    await pWaitFor(isThere, { interval: LOOK_EVERY_MS, timeout, signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
