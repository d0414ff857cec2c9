import { latency } from './parameters.ts';
import type { FaultTraits } from './traits.ts';

/** What is done to the network between the pod of an app instance and that of the store's server. */
export const NET_FAULTS = {
  'net-partition': {
    site: 'wire',
    usualMs: 5000,
    summary:
      "the pod of an app instance and that of the store's server are cut off from each other (NetworkChaos of Chaos Mesh): packets are dropped, also those of connections that are open, and nobody is told",
    shownBy:
      "from within the instance's pod no attempt to reach the server's was answered at its onset and at its end, and all were before and after; and the instance acknowledged no save meanwhile",
    parameters: { numbers: [], direction: 'both' },
    chaosMesh: 'networkchaos',
  },
  'net-delay': {
    site: 'wire',
    usualMs: 5000,
    summary:
      "packets between the pod of an app instance and that of the store's server arrive late (NetworkChaos of Chaos Mesh)",
    shownBy:
      "from within the instance's pod an answer of the server's took no less than that at its onset and at its end, and less than half of it before and after; and no save was acknowledged sooner",
    parameters: {
      // Less is not told from what a busy node takes.
      numbers: [latency({ usual: 100, least: 20, most: 10_000 })],
      direction: 'upstream',
    },
    chaosMesh: 'networkchaos',
  },
  'net-loss': {
    site: 'wire',
    usualMs: 5000,
    summary:
      "of the packets between the pod of an app instance and that of the store's server a share is lost (NetworkChaos of Chaos Mesh), and is sent again by TCP",
    shownBy:
      "from within the instance's pod, of single packets to the server's at least a quarter as many as are to be lost had no answer at its onset and at its end, and all had one before and after",
    parameters: {
      numbers: [
        {
          name: 'loss',
          key: 'percent',
          unit: '%',
          usual: 30,
          // Fewer would take too many packets to be sure of.
          least: 5,
          most: 90,
          means: 'how many of a hundred packets',
        },
      ],
      direction: 'upstream',
    },
    chaosMesh: 'networkchaos',
  },
} as const satisfies Record<string, FaultTraits>;
