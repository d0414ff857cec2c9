import { setTimeout as delay } from 'node:timers/promises';
import type { Direction, GivenParameters } from '../../model/faults/parameters.ts';
import type { Attempts, Network, PacketFault } from '../../platform/subject.ts';
import { afterUndoing } from './undone.ts';
import { watchAround, type Sign } from './around-wire.ts';
import type { FaultContext, InjectFault } from './fault.ts';
import { forItsTime } from './for-its-time.ts';
import { untilFine } from './until-fine.ts';

/** What a fault does to packets, and what shows it. */
export interface Packets {
  does: PacketFault['does'];
  /** In how many attempts it is certain to show. */
  attempts: (parameters: GivenParameters) => number;
  /** After which one is not answered. */
  limitMs: (parameters: GivenParameters) => number;
  /** Why these attempts are those of a network that is not whole; undefined: they are of one that is. */
  notWhole: (seen: Attempts, parameters: GivenParameters) => string | undefined;
  /** Why these show that it is not broken as it was to be; undefined: it is. */
  notBroken: (seen: Attempts, parameters: GivenParameters) => string | undefined;
  /** What was sent before is through by then; absent: at once. */
  settledMs?: (parameters: GivenParameters) => number;
  /** What cannot be where it took effect; absent: nothing that an instance tells. */
  sign?: (parameters: GivenParameters) => Sign;
}

/** Whoever breaks it sees to it by itself after that, should the harness be gone: looks and waits take no longer. */
const UNDONE_ANYWAY_AFTER_MS = 180_000;
/** A node that is busy answers late; what is broken stays so. */
const WHOLE_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 500;

/** Has the network break between an instance and the server, and made whole after the fault's time; looks before, while and after. */
export function breakNetwork(packets: Packets): InjectFault {
  return async (context) => {
    const { parameters, durationMs, signal } = context;
    const network = networkOf(context);
    const instance = context.subject.instances.find(({ name }) => name === network.instance);
    const look = () => network.attempt(packets.attempts(parameters), packets.limitMs(parameters));
    const assertBroken = async (when: string) => {
      const seen = await look();
      const why = packets.notBroken(seen, parameters);
      if (why !== undefined) throw new Error(`${when}, the network was not broken so: ${why}`);
      return told(seen);
    };
    const untilWhole = () =>
      untilFine(look, (seen) => packets.notWhole(seen, parameters), {
        limitMs: WHOLE_LIMIT_MS,
        everyMs: LOOK_EVERY_MS,
        signal,
        tooLate: (why) =>
          `without the fault, the network was not whole within ${WHOLE_LIMIT_MS / 1000} s: ${why}`,
      });
    const before = await untilWhole();
    const startedMs = performance.now();
    let said: string;
    let [atOnset, atEnd, inForceAfterMs, brokenMs] = ['', '', 0, 0];
    let around: Awaited<ReturnType<Awaited<ReturnType<typeof watchAround>>>>;
    try {
      const does = { does: packets.does, ...parameters } as unknown as PacketFault;
      said = await network.spoil(does, durationMs + UNDONE_ANYWAY_AFTER_MS);
      inForceAfterMs = Math.round(performance.now() - startedMs);
      atOnset = await assertBroken('at its onset');
      await delay(packets.settledMs?.(parameters) ?? 0, undefined, { signal });
      const lookAround = await watchAround(instance, packets.sign?.(parameters));
      brokenMs = await forItsTime(durationMs, signal);
      around = await lookAround();
      atEnd = await assertBroken('at its end');
    } catch (error) {
      throw await afterUndoing(error, () => network.restore(), { signal, still: 'it is still broken' });
    }
    const endedMs = performance.now();
    await network.restore();
    const after = await untilWhole();
    const wholeAfterMs = Math.round(performance.now() - endedMs);
    const seen = `from within its pod, of attempts to reach the server's: ${atOnset} at its onset, ${atEnd} at its end; ${told(before)} before, ${told(after)} after`;
    return { seen, said, ...parameters, inForceAfterMs, brokenMs, wholeAfterMs, ...around };
  };
}

/** Of round trips that go one way or both through what is broken. */
export const waysOf = (parameters: GivenParameters): number =>
  (parameters['direction'] as Direction) === 'both' ? 2 : 1;

function networkOf({ subject, target }: Pick<FaultContext, 'subject' | 'target'>): Network {
  const network = subject.networks?.find(({ instance }) => instance === target);
  if (network === undefined)
    throw new Error(`nothing here breaks the network between ${target} and a server`);
  return network;
}

/** Such as `3 of 3 answered, in 0.4 to 1.2 ms`. */
function told({ attempts, answeredMs }: Attempts): string {
  const [soonest, latest] = [answeredMs[0], answeredMs.at(-1)].map((ms) => ms?.toFixed(1));
  const times = soonest === undefined ? '' : `, in ${soonest} to ${latest} ms`;
  return `${answeredMs.length} of ${attempts} answered${times}`;
}
