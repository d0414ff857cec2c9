import { ABOUT_ROUTE } from '../../../../protocol/about.ts';
import { inUrl } from '../../address.ts';
import type { AppInstance } from '../../subject.ts';
import { ask } from '../ask.ts';
import { portOf } from './choose.ts';
import type { OwnPod } from './objects.ts';
import { OwnPodPart, type OwnPartOptions } from './part.ts';

const ANSWER_LIMIT_MS = 1000;

interface AppOptions extends Omit<OwnPartOptions, 'attempt'> {
  /** Where clients reach the app. */
  target: string;
  /** Whether this machine reaches pods at their own addresses. */
  isReached: boolean;
}

/** Where a pod of the app answers by itself; undefined where it does not say at which port. */
export function urlOf(pod: OwnPod, container: string): string | undefined {
  const port = portOf(pod, container);
  const { podIP } = pod.status;
  return port === undefined || podIP === undefined ? undefined : `http://${inUrl(podIP)}:${port}`;
}

/** Rejects where no probe answers there. */
export async function assertProbe(url: string, signal: AbortSignal): Promise<void> {
  const { status } = await ask(url, ABOUT_ROUTE, { headers: {}, signal });
  if (status !== 200) throw new Error(`its probe answered ${status}`);
}

/** One pod of the user's app. */
export class OwnAppPod extends OwnPodPart implements AppInstance {
  readonly isForeign = true;
  readonly #isReached: boolean;
  readonly #signal: AbortSignal;

  constructor({ target, isReached, ...options }: AppOptions) {
    const { container, signal } = options;
    super({
      ...options,
      attempt: (pod) => assertProbe((isReached ? urlOf(pod, container) : undefined) ?? target, signal),
    });
    this.#isReached = isReached;
    this.#signal = signal;
  }

  get url(): string {
    return (this.#isReached ? urlOf(this.found, this.container) : undefined) ?? '';
  }

  /** By its own probe, where this machine reaches that; else by the kubelet's word. */
  async assertUp(): Promise<void> {
    if (this.url !== '') return assertProbe(this.url, this.#signal);
    if (!(await this.isReadyNow())) throw new Error(`the pod ${this.pod} is not ready`);
  }

  override async pause(): Promise<string> {
    const seen = await super.pause();
    if (this.url === '') return seen;
    const limited = AbortSignal.any([this.#signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
    const answers = await assertProbe(this.url, limited).then(
      () => true,
      () => false,
    );
    this.#signal.throwIfAborted();
    if (!answers) return `${seen}, and it does not answer`;
    throw new Error(`${this.name} answered while ${seen}: what serves is the first process`);
  }
}
