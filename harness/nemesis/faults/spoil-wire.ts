import { setTimeout as delay } from 'node:timers/promises';
import type { Direction, GivenParameters } from '../../model/faults/parameters.ts';
import type { Toxic, Wire } from '../../platform/subject.ts';
import { watchAround, type Sign } from './around-wire.ts';
import { breakAndRestore } from './break-and-restore.ts';
import type { Evidence, InjectFault } from './fault.ts';

export type Stream = Toxic['stream'];

/** One way to spoil what goes through a wire, in the terms of toxiproxy. */
export interface Spoiler {
  type: Toxic['type'];
  attributes: (parameters: GivenParameters) => Toxic['attributes'];
  /** What toxiproxy then does, in a few words. */
  seen: string;
  /** What was sent before is through by then; absent: at once. */
  settledMs?: (parameters: GivenParameters, streams: readonly Stream[]) => number;
  /** What cannot be where it took effect; absent: nothing that an instance tells. */
  sign?: (parameters: GivenParameters, streams: readonly Stream[]) => Sign | undefined;
  /** Looks at the wire itself, from before until it is made whole; rejects where that shows that nothing was broken. */
  watch?: (wire: Wire, parameters: GivenParameters) => Promise<() => Promise<Evidence>>;
}

const STREAMS: Readonly<Record<Direction, readonly Stream[]>> = {
  upstream: ['upstream'],
  downstream: ['downstream'],
  both: ['upstream', 'downstream'],
};

/** Spoils a wire in the directions that the fault was given, and watches what the instance sees of it. */
export function spoilWire({ type, attributes, seen, settledMs, sign, watch }: Spoiler): InjectFault {
  return breakAndRestore(async (wire, instance, { parameters, signal, read }) => {
    // One that has no direction hits what is sent.
    const streams = STREAMS[(parameters['direction'] ?? 'upstream') as Direction];
    const look = await watch?.(wire, parameters);
    for (const stream of streams) await wire.add({ type, stream, attributes: attributes(parameters) });
    await delay(settledMs?.(parameters, streams) ?? 0, undefined, { signal });
    const lookAround = await watchAround(instance, sign?.(parameters, streams), read);
    return {
      evidence: { seen, ...parameters },
      beforeRestoring: async () => {
        await wire.assertSpoilt();
        return { ...(await look?.()), ...(await lookAround()) };
      },
    };
  });
}
