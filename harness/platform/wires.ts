import { Toxiproxy, type ICreateToxicBody, type Latency, type Toxic } from 'toxiproxy-node-client';
import { accepting } from './accepting.ts';
import type { Wire } from './subject.ts';

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

/** A wire that runs through toxiproxy. Cutting it disables the proxy: it closes what is open and stops listening. */
export function proxiedWire({ api, proxy: name, instance, near }: ProxiedWire): Wire {
  const toxiproxy = new Toxiproxy(api);
  let brake: Toxic<Latency> | undefined;
  const set = async (enabled: boolean) => {
    const proxy = await toxiproxy.get(name);
    if (proxy.enabled !== enabled) {
      await proxy.update({ enabled, listen: proxy.listen, upstream: proxy.upstream });
    }
    const now = (await toxiproxy.get(name)).enabled;
    const listens =
      near === undefined
        ? now
        : await accepting(near).then(
            () => true,
            () => false,
          );
    if (now !== enabled || listens !== enabled) {
      throw new Error(`toxiproxy did not ${enabled ? 'mend' : 'cut'} the wire ${name}`);
    }
  };
  return {
    instance,
    cut: () => set(false),
    slow: async (latencyMs) => {
      const proxy = await toxiproxy.get(name);
      brake = await proxy.addToxic(slowingDown(latencyMs));
      const { attributes } = await proxy.getToxic<Latency>(brake.name);
      if (attributes.latency !== latencyMs) throw new Error(`toxiproxy did not slow the wire ${name}`);
    },
    mend: async () => {
      await brake?.remove();
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
