import { type Markish, ruleX, text } from '@observablehq/plot';
import type { Charted } from '../axis.ts';

/** Left of here on the axis there is no room for the words before their line. */
const NO_ROOM_SHARE = 0.3;

/** Where the load was over, where more was asked after it: a line with its name at the foot of the plot. */
export function loadEnd({ afterLoad }: Pick<Charted, 'afterLoad'>, durationMs: number): Markish[] {
  if (afterLoad === undefined || afterLoad.fromMs > durationMs) return [];
  const ends = [afterLoad.fromMs / 1000];
  const before = afterLoad.fromMs > NO_ROOM_SHARE * durationMs;
  return [
    ruleX(ends, { stroke: 'var(--muted)', strokeDasharray: '2 3' }),
    text(ends, {
      x: ends,
      text: () => 'end of the load',
      frameAnchor: 'bottom',
      lineAnchor: 'bottom',
      textAnchor: before ? 'end' : 'start',
      dx: before ? -4 : 4,
      dy: -4,
      fill: 'var(--muted)',
      stroke: 'var(--paper)',
      strokeWidth: 4,
    }),
  ];
}

/** What is said of a stretch of time besides: that it is after the load. */
export const sinceTheLoad = ({ afterLoad }: Pick<Charted, 'afterLoad'>, atMs: number): string =>
  afterLoad !== undefined && atMs >= afterLoad.fromMs ? ', after the load' : '';
