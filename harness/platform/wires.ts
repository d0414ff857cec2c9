import { setTimeout as delay } from 'node:timers/promises';
import { Toxiproxy, type Toxic } from 'toxiproxy-node-client';
import { accepting } from './accepting.ts';
import { connectionsTo } from './connections-to.ts';
import { tried } from './tried.ts';
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

type Attributes = Readonly<Record<string, number>>;

const ANSWER_LIMIT_MS = 10_000;
/**
 * What was held back is through by then. toxiproxy answers nobody any more once a toxic is removed that holds something
 * back for a connection that is closed.
 */
const FLUSHED_MS = 100;

/** Its client waits for ever for a toxiproxy that somebody has stopped. */
export const answered = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
  within(ANSWER_LIMIT_MS, 'toxiproxy gave no answer', answer);

/** A wire that runs through toxiproxy. Cutting it disables the proxy: it closes what is open and stops listening. */
export function proxiedWire({ api, proxy: name, instance, near }: ProxiedWire): Wire {
  const toxiproxy = new Toxiproxy(api);
  const found = () => answered(toxiproxy.get(name));
  const added: { toxic: Toxic<Attributes>; attributes: Attributes }[] = [];
  const assertHas = async (toxic: Toxic<Attributes>, attributes: Attributes) => {
    const now = await answered((await found()).getToxic<Attributes>(toxic.name));
    const isSo = Object.entries(attributes).every(([key, value]) => now.attributes[key] === value);
    if (!isSo) throw new Error(`toxiproxy has no ${toxic.name} on the wire ${name} as it was told`);
  };
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
    add: async ({ type, stream, attributes }) => {
      const proxy = await found();
      const toxic = await answered(
        proxy.addToxic({ name: `${type}-${stream}`, type, stream, toxicity: 1, attributes }),
      );
      added.push({ toxic, attributes });
      await assertHas(toxic, attributes);
    },
    assertSpoilt: async () => {
      for (const { toxic, attributes } of added) await assertHas(toxic, attributes);
    },
    ...(near === undefined
      ? {}
      : {
          connections: () => connectionsTo(near.port),
          tried: () => tried(near),
        }),
    restore: async () => {
      if (added.some(({ toxic }) => toxic.type === 'timeout')) await set(false);
      const late = added.filter(({ toxic }) => toxic.type === 'latency');
      for (const { toxic } of late)
        await answered(toxic.update({ ...toxic.toJson(), attributes: { latency: 0, jitter: 0 } }));
      if (late.length > 0) await delay(FLUSHED_MS);
      for (let last = added.at(-1); last !== undefined; last = added.at(-1)) {
        await answered(last.toxic.remove());
        added.pop();
      }
      await set(true);
    },
  };
}
