import { Html } from '../html/template.ts';
import type { Pairs } from '../html/live/pair.ts';
import type { Readings } from '../html/live/read.ts';
import { printableLines } from '../printable.ts';

export type { Readings };

/** What a chart or a table shows, for the page's script: data that nothing runs, and that no name in it can leave. */
export const readingsData = (readings: Readings | Pairs): Html =>
  new Html(
    `<script type="application/json">${printableLines(JSON.stringify(readings)).replaceAll('<', String.raw`\u003c`)}</script>`,
  );

/** A bucket of time: `12 s to 12.5 s`. */
export const stretchInWords = (atMs: number, widthMs: number): string =>
  `${atMs / 1000} s to ${(atMs + widthMs) / 1000} s`;
