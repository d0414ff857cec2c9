import type { ExperimentResult } from '../model/results.ts';
import { formatCount } from '../units.ts';

const LOWER = '; lower --rate';
const LOWER_PROFILE = '; lower the rates of --profile';
const OVERLOAD = /^the app served (\S+)\/s of (\S+) offered(?:; lower --rate)?$/;
/** Commands of which the user says the rate. */
const RATED = /^(?:holdfast )?(?:run|compare)\b/;
/** As many as a reader takes in. */
const SHOWN = 3;

/** What an experiment was offered and did, where that was more than its subject could do. */
export const overload = (achievedPerSecond: number, offeredPerSecond: number): string =>
  `the app served ${rate(achievedPerSecond)}/s of ${rate(offeredPerSecond)} offered`;

export const isOverload = (advice: string): boolean => OVERLOAD.test(advice);

/** Whether a command's user says the rate. */
export const isRated = (command: string): boolean => RATED.test(command);

/** What to change in each experiment, with all that were offered too much told together. */
export function adviceIn(experiments: readonly ExperimentResult[], command: string): string[] {
  const advised = experiments.flatMap(({ id, advice = [] }) => advice.map((text) => ({ id, text })));
  const over = advised.flatMap(({ id, text }) => {
    const [, served, offered] = OVERLOAD.exec(text) ?? [];
    return served === undefined ? [] : [{ id, served, offered }];
  });
  const others = new Set(advised.map(({ text }) => text).filter((text) => !OVERLOAD.test(text)));
  const next = isRated(command)
    ? / --profile /.test(command)
      ? LOWER_PROFILE
      : LOWER
    : '; a machine with less to do serves more';
  return [...describeOverload(over, next, experiments.length === 1), ...others];
}

function describeOverload(
  over: readonly { id: string; served: string; offered: string | undefined }[],
  next: string,
  isAlone: boolean,
): string[] {
  const [first, ...others] = over;
  if (first === undefined) return [];
  if (others.length === 0) {
    const where = isAlone ? '' : ` in ${first.id}`;
    return [`the app served ${first.served}/s of ${first.offered} offered${where}${next}`];
  }
  const shown = over.slice(0, SHOWN).map(({ id, served, offered }) => `${id} ${served}/s of ${offered}`);
  const more = over.length > SHOWN ? [`${formatCount(over.length - SHOWN)} more`] : [];
  return [
    `${formatCount(over.length)} experiments were offered more than was served (${[...shown, ...more].join(', ')})${next}`,
  ];
}

const rate = (perSecond: number) => formatCount(Math.round(perSecond));
