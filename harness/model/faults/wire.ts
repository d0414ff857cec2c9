import { latency, NO_PARAMETERS } from './parameters.ts';
import type { FaultTraits } from './traits.ts';

/** What is done to the wire between an instance of the app and the store's server. */
export const WIRE_FAULTS = {
  'wire-down': {
    site: 'wire',
    usualMs: 2000,
    summary: 'an app instance is cut off from the server: connections break and new ones are refused',
    shownBy: 'connections to the wire were refused, and the instance acknowledged no save meanwhile',
    parameters: NO_PARAMETERS,
  },
  'wire-slow': {
    site: 'wire',
    usualMs: 2000,
    summary: 'what goes over the wire arrives late',
    shownBy: 'toxiproxy holds it back, and no save was acknowledged sooner than that lets it',
    parameters: {
      // Of another continent, or of a network that is full; many times what a local server takes.
      numbers: [latency({ usual: 150, least: 1, most: 60_000 })],
      // What an instance asks for takes effect later than that of one whose wire is whole.
      direction: 'upstream',
    },
  },
  'wire-bandwidth': {
    site: 'wire',
    usualMs: 2000,
    summary: 'the wire carries little',
    shownBy:
      'toxiproxy has it in force, and no more saves were acknowledged than it can have carried upstream',
    parameters: {
      numbers: [
        {
          name: 'rate',
          key: 'rateKBps',
          unit: 'KB/s',
          usual: 16,
          least: 1,
          most: 100_000,
          means: 'how much goes through, each way',
        },
      ],
      direction: 'both',
    },
  },
  'wire-silent': {
    site: 'wire',
    usualMs: 2000,
    summary:
      'what goes over the wire is dropped, and nobody is told: connections are half-open, and new ones are taken in. Those that are still open at its end are closed then',
    shownBy: 'toxiproxy has it in force, and the instance acknowledged no save meanwhile',
    parameters: { numbers: [], direction: 'both' },
  },
  'wire-limit': {
    site: 'wire',
    usualMs: 2000,
    summary: 'each connection is closed when it has carried so much, be it amid an answer',
    shownBy:
      'toxiproxy has it in force, and a connection of the instance was closed (seen on processes, on Linux)',
    parameters: {
      numbers: [
        {
          name: 'size',
          key: 'bytes',
          unit: 'bytes',
          usual: 4096,
          least: 1,
          most: 100_000_000,
          means: 'how much each carries, each way',
        },
      ],
      direction: 'both',
    },
  },
  'wire-reset': {
    site: 'wire',
    usualMs: 2000,
    summary:
      'whoever sends something loses it, and the connection: by a reset (TCP RST) where it was made during the fault, closed where it was there before; new connections are taken in',
    shownBy:
      'a connection over which the harness sent something was reset (on processes), and the instance acknowledged no save meanwhile',
    parameters: NO_PARAMETERS,
  },
  'wire-sliced': {
    site: 'wire',
    usualMs: 2000,
    summary: 'what goes over the wire arrives in small pieces, one after the other',
    shownBy: 'toxiproxy has it in force from its onset to its end',
    parameters: {
      numbers: [
        {
          name: 'size',
          key: 'bytes',
          unit: 'bytes',
          usual: 64,
          least: 1,
          most: 65_536,
          means: 'of a piece, give or take its half',
        },
        {
          name: 'delay',
          key: 'delayMs',
          unit: 'ms',
          usual: 1,
          least: 0,
          most: 10_000,
          means: 'between two pieces',
        },
      ],
      direction: 'both',
    },
  },
  'wire-slow-close': {
    site: 'wire',
    usualMs: 2000,
    summary: 'who closes a connection is heard of late at the other end',
    shownBy: 'toxiproxy has it in force from its onset to its end',
    parameters: {
      numbers: [
        {
          name: 'delay',
          key: 'delayMs',
          unit: 'ms',
          usual: 1000,
          least: 1,
          most: 60_000,
          means: 'how late',
        },
      ],
      direction: 'both',
    },
  },
} as const satisfies Record<string, FaultTraits>;
