import { usageError } from '../errors.ts';
import type { Load } from '../model/plan.ts';
import { parseDuration } from './parse-duration.ts';

export type Think = NonNullable<Load['think']>;

/** `500ms`, or `200ms..2s`: anything between the two. Throws a usage error that says what is wrong. */
export function parseThink(text: string): Think {
  const [from = '', to = from, ...more] = text.split('..');
  if (more.length > 0)
    throw usageError(`"${text}" is no time to think`, { next: '--think 500ms, or --think 200ms..2s' });
  const think = { fromMs: parseDuration(from), toMs: parseDuration(to) };
  if (think.toMs < think.fromMs)
    throw usageError(`--think ${text} ends before it begins`, { next: `--think ${to}..${from}` });
  if (think.toMs === 0)
    throw usageError('clients that think for 0 ms do not think', { next: 'leave --think out' });
  return think;
}

export const meanThinkMs = ({ fromMs, toMs }: Think): number => (fromMs + toMs) / 2;

/** As much as so many clients ask a second, if each thinks between two operations. */
export const mostPerSecond = (clients: number, think: Think): number => (1000 * clients) / meanThinkMs(think);

/** How many clients it takes to ask so much. */
export const clientsFor = (perSecond: number, think: Think): number =>
  Math.ceil((perSecond * meanThinkMs(think)) / 1000);
