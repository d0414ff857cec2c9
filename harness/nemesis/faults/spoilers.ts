import type { GivenParameters } from '../../model/fault-parameters.ts';
import { soonerThan } from './around-wire.ts';
import type { Spoiler } from './spoil-wire.ts';

const number = (parameters: GivenParameters, key: string) => Number(parameters[key]);

export const SLOW: Spoiler = {
  type: 'latency',
  attributes: (given) => ({ latency: number(given, 'latencyMs'), jitter: number(given, 'jitterMs') }),
  seen: 'toxiproxy held back what was sent',
  settledMs: (given, { length }) => (number(given, 'latencyMs') + number(given, 'jitterMs')) * length,
  sign: (given, { length }) => soonerThan((number(given, 'latencyMs') - number(given, 'jitterMs')) * length),
};
