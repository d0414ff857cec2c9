import type { GivenParameters } from '../../model/faults/parameters.ts';
import type { Wire } from '../../platform/subject.ts';
import { acknowledged, moreThan, soonerThan } from './around-wire.ts';
import type { Evidence } from './fault.ts';
import type { Spoiler } from './spoil-wire.ts';

const number = (parameters: GivenParameters, key: string) => Number(parameters[key]);

/** What the server has already taken in is answered by then. */
const ANSWERED_MS = 250;
const US_PER_MS = 1000;

export const SLOW: Spoiler = {
  type: 'latency',
  attributes: (given) => ({ latency: number(given, 'latencyMs'), jitter: number(given, 'jitterMs') }),
  seen: 'toxiproxy held back what was sent',
  settledMs: (given, { length }) => (number(given, 'latencyMs') + number(given, 'jitterMs')) * length,
  sign: (given, { length }) => soonerThan((number(given, 'latencyMs') - number(given, 'jitterMs')) * length),
};

export const NARROW: Spoiler = {
  type: 'bandwidth',
  attributes: (given) => ({ rate: number(given, 'rateKBps') }),
  seen: 'toxiproxy let no more through than that',
  // How much an answer has to carry is not known.
  sign: (given, streams) => (streams.includes('upstream') ? moreThan(number(given, 'rateKBps')) : undefined),
};

export const SILENT: Spoiler = {
  type: 'timeout',
  // Until it is taken away; another number would have it close what is open.
  attributes: () => ({ timeout: 0 }),
  seen: 'toxiproxy dropped what was sent, and told nobody',
  settledMs: () => ANSWERED_MS,
  sign: () => acknowledged('while nothing came through its wire'),
};

export const LIMITED: Spoiler = {
  type: 'limit_data',
  attributes: (given) => ({ bytes: number(given, 'bytes') }),
  seen: 'toxiproxy closed each connection after so many bytes',
  watch: async (wire) => {
    const look = await watchConnections(wire);
    return async () => {
      const { before, closed } = await look();
      if (before > 0 && closed === 0)
        throw new Error(`none of its ${before} connections came to the limit, and was closed`);
      return of({ before, closed });
    };
  },
};

export const RESET: Spoiler = {
  type: 'reset_peer',
  // At once, with what was sent thrown away.
  attributes: () => ({ timeout: 0 }),
  seen: 'toxiproxy broke each connection over which something was sent',
  settledMs: () => ANSWERED_MS,
  sign: () => acknowledged('while whatever it sent had its connection reset'),
  watch: async (wire) => {
    const look = await watchConnections(wire);
    return async () => {
      const connections = of(await look());
      const became = await wire.tried?.();
      if (became !== undefined && became !== 'reset')
        throw new Error(
          `a connection over which something was sent to the wire was ${became}, and not reset`,
        );
      return {
        ...connections,
        ...(became === undefined ? {} : { tried: 'a connection of its own was reset' }),
      };
    };
  },
};

export const SLICED: Spoiler = {
  type: 'slicer',
  attributes: (given) => ({
    average_size: number(given, 'bytes'),
    size_variation: Math.floor(number(given, 'bytes') / 2),
    delay: number(given, 'delayMs') * US_PER_MS,
  }),
  seen: 'toxiproxy sent on what was sent in pieces',
};

export const SLOW_CLOSE: Spoiler = {
  type: 'slow_close',
  attributes: (given) => ({ delay: number(given, 'delayMs') }),
  seen: 'toxiproxy kept open what was closed',
};

interface Connections {
  /** Open when it began; none, too, where the platform does not show them. */
  before: number;
  closed: number;
}

const of = ({ before, closed }: Connections): Evidence =>
  before === 0 ? {} : { connectionsBefore: before, connectionsClosed: closed };

async function watchConnections(wire: Wire): Promise<() => Promise<Connections>> {
  const before = [...((await wire.connections?.()) ?? [])];
  return async () => {
    const now = (await wire.connections?.()) ?? new Set();
    return { before: before.length, closed: before.filter((one) => !now.has(one)).length };
  };
}
