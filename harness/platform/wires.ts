import { Toxiproxy, type ICreateToxicBody, type Latency, type Toxic } from 'toxiproxy-node-client';
import { accepting } from './accepting.ts';
import type { Wire } from './subject.ts';
import { within } from './within.ts';

export interface ProxiedWire {
  /** Address of toxiproxy's API. */
  api: string;
  /** The proxy's name there. */
  proxy: string;
  /** The instance at the near end. */
  instance: string;
  /** Where the near end connects to, as this machine reaches it; absent: it cannot. */
  near?: { host: string; port: number };
}

const ANSWER_LIMIT_MS = 10_000;

/** Its client waits for ever for a toxiproxy that somebody has stopped. */
export const answered = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
  within(ANSWER_LIMIT_MS, 'toxiproxy gave no answer', answer);

/** A wire that runs through toxiproxy. Cutting it disables the proxy: it closes what is open and stops listening. */
export function proxiedWire({ api, proxy: name, instance, near }: ProxiedWire): Wire {
  const toxiproxy = new Toxiproxy(api);
  const found = () => answered(toxiproxy.get(name));
  let brake: Toxic<Latency> | undefined;
  const set = async (enabled: boolean) => {
    const proxy = await found();
    if (proxy.enabled !== enabled) {
      await answered(proxy.update({ enabled, listen: proxy.listen, upstream: proxy.upstream }));
    }
    const now = (await found()).enabled;
    const listens =
      near === undefined
        ? now
        : await accepting(near).then(
            () => true,
            () => false,
          );
    if (now !== enabled || listens !== enabled) {
      throw new Error(`toxiproxy did not ${enabled ? 'restore' : 'cut'} the wire ${name}`);
    }
  };
  return {
    instance,
    cut: () => set(false),
    slow: async (latencyMs) => {
      const proxy = await found();
      brake = await answered(proxy.addToxic(slowingDown(latencyMs)));
      const { attributes } = await answered(proxy.getToxic<Latency>(brake.name));
      if (attributes.latency !== latencyMs) throw new Error(`toxiproxy did not slow the wire ${name}`);
    },
    restore: async () => {
      if (brake) await answered(brake.remove());
      brake = undefined;
      await set(true);
    },
  };
}

/** Towards the server: what an instance asks for takes effect later than that of one whose wire is whole. */
const slowingDown = (latencyMs: number): ICreateToxicBody<Latency> => ({
  name: 'slow',
  type: 'latency',
  stream: 'upstream',
  toxicity: 1,
  attributes: { latency: latencyMs, jitter: 0 },
});
