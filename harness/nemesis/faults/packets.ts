import type { GivenParameters } from '../../model/faults/parameters.ts';
import type { Attempts } from '../../platform/subject.ts';
import { acknowledged, soonerThan } from './around-wire.ts';
import { waysOf, type Packets } from './break-network.ts';

const number = (parameters: GivenParameters, key: string) => Number(parameters[key]);

/** TCP sends its first packet again after a second: in less, an attempt is one packet each way. */
const ONE_PACKET_MS = 900;
/** What the server has already taken in is answered by then. */
const ANSWERED_MS = 250;

const notAllAnswered = ({ attempts, answeredMs }: Attempts) =>
  answeredMs.length === attempts
    ? undefined
    : `${attempts - answeredMs.length} of ${attempts} attempts had no answer`;

export const PARTITIONED: Packets = {
  does: 'partition',
  attempts: () => 3,
  limitMs: () => ONE_PACKET_MS,
  notWhole: notAllAnswered,
  notBroken: ({ attempts, answeredMs }) =>
    answeredMs.length === 0 ? undefined : `${answeredMs.length} of ${attempts} attempts were answered`,
  settledMs: () => ANSWERED_MS,
  sign: () => acknowledged('while its pod was cut off from the server'),
};

const wholeMs = (given: GivenParameters) => number(given, 'latencyMs') * waysOf(given);
const leastMs = (given: GivenParameters) =>
  (number(given, 'latencyMs') - number(given, 'jitterMs')) * waysOf(given);

export const DELAYED: Packets = {
  does: 'delay',
  // That all of them take less than the middle of what they vary by, one time in 512 does.
  attempts: () => 9,
  limitMs: (given) => wholeMs(given) * 2 + ONE_PACKET_MS,
  notWhole: (seen, given) => {
    const [soonest = Infinity] = seen.answeredMs;
    if (soonest * 2 < wholeMs(given)) return notAllAnswered(seen);
    return `no attempt was answered sooner than after ${soonest.toFixed(1)} ms, from which ${wholeMs(given)} ms are not told`;
  },
  notBroken: (seen, given) => {
    const [soonest = Infinity] = seen.answeredMs;
    const latest = seen.answeredMs.at(-1);
    if (latest === undefined) return 'no attempt was answered at all';
    if (soonest < leastMs(given)) return `one was answered after ${soonest.toFixed(1)} ms`;
    return latest < wholeMs(given) ? `all were answered within ${latest.toFixed(1)} ms` : undefined;
  },
  settledMs: (given) => (number(given, 'latencyMs') + number(given, 'jitterMs')) * waysOf(given),
  sign: (given) => ({
    ...soonerThan(leastMs(given)),
    doing: 'sooner than its slow network lets them through',
  }),
};

/** That fewer of them are lost than a quarter of those that are to be is then next to impossible. */
const NEXT_TO_IMPOSSIBLE = 1e-6;
const FEWEST = 20;
const lostShare = (given: GivenParameters) => 1 - (1 - number(given, 'percent') / 100) ** waysOf(given);
const leastLost = (given: GivenParameters, attempts: number) =>
  Math.max(1, Math.ceil((lostShare(given) * attempts) / 4));

export const LOSSY: Packets = {
  does: 'loss',
  attempts: (given) =>
    Math.max(FEWEST, Math.ceil(Math.log(NEXT_TO_IMPOSSIBLE) / Math.log(1 - lostShare(given)))),
  limitMs: () => ONE_PACKET_MS,
  notWhole: notAllAnswered,
  notBroken: ({ attempts, answeredMs }, given) => {
    const lost = attempts - answeredMs.length;
    const least = leastLost(given, attempts);
    return lost < least
      ? `${lost} of ${attempts} packets had no answer, and at least ${least} were expected`
      : undefined;
  },
};
