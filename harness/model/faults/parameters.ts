import { z } from 'zod';

/** A number of a fault's, as its plan keeps it under `key`, and as people write it. */
export interface NumberParameter {
  name: string;
  key: string;
  unit: 'ms' | 'KB/s' | 'bytes' | '%';
  usual: number;
  least: number;
  most: number;
  /** Where what is written as `±50ms` after it is kept; absent: there is no such thing. */
  jitterKey?: string;
  /** In a few words. */
  means: string;
}

/** How late something arrives, and what that varies by. */
export const latency = (range: Pick<NumberParameter, 'usual' | 'least' | 'most'>) =>
  ({
    name: 'latency',
    key: 'latencyMs',
    jitterKey: 'jitterMs',
    unit: 'ms',
    ...range,
    means: 'how late, give or take what stands behind ±',
  }) as const satisfies NumberParameter;

/** Which way: what the app sends to the server, what that answers, or both. */
export const DIRECTIONS = ['upstream', 'downstream', 'both'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** One of several ways, as its plan keeps it under `key`. */
export interface ChoiceParameter {
  name: string;
  key: string;
  /** Each with what it is, in a few words; the first is meant where nobody says. */
  values: Readonly<Record<string, string>>;
  /** Those that break the way by which servers follow each other, which not every topology has. */
  onWays?: readonly string[];
}

export const usualOf = ({ values }: ChoiceParameter): string => Object.keys(values)[0] ?? '';

export interface FaultParameters {
  numbers: readonly NumberParameter[];
  /** Absent: there is one way to do it. */
  choice?: ChoiceParameter;
  /** Absent: the fault has no direction. */
  direction?: Direction;
}

export const NO_PARAMETERS: FaultParameters = { numbers: [] };

/** Parameters of one fault, by their keys. */
export type GivenParameters = Readonly<Record<string, number | string>>;

/** The schema of one fault's parameters: what is not said is as usual, and what nobody knows is refused. */
export function parametersSchema({ numbers, choice, direction }: FaultParameters) {
  const shape: Record<string, z.ZodType> = {};
  for (const { key, jitterKey, least, most, usual } of numbers) {
    shape[key] = z.int().min(least).max(most).default(usual);
    if (jitterKey !== undefined) shape[jitterKey] = z.int().min(0).max(most).default(0);
  }
  if (choice !== undefined) shape[choice.key] = z.enum(Object.keys(choice.values)).default(usualOf(choice));
  if (direction !== undefined) shape['direction'] = z.enum(DIRECTIONS).default(direction);
  return z.strictObject(shape).superRefine((given, context) => {
    for (const { key, jitterKey } of numbers)
      if (jitterKey !== undefined && Number(given[jitterKey]) > Number(given[key]))
        context.addIssue({ code: 'custom', path: [jitterKey], message: `it may be ${key} at most` });
  });
}
