import { createHash } from 'node:crypto';
import { Html } from '../template.ts';
import * as geometry from './geometry.ts';
import * as pair from './pair.ts';
import * as read from './read.ts';
import * as series from './series.ts';
import * as zoom from './zoom.ts';

const START = `[...document.querySelectorAll('figure:has(script)')].forEach(enliven);
for (const legend of document.querySelectorAll('.legend')) switchable(legend);
for (const holder of document.querySelectorAll('.pair')) choosable(holder);`;

const TEXT = [geometry, zoom, read, series, pair]
  .flatMap((part) => Object.values(part as Record<string, unknown>).map(String))
  .concat(START)
  .join('\n');

/** The only script that a page runs, by its digest: its content security policy lets no other one run. */
export const SCRIPT_DIGEST = `sha256-${createHash('sha256').update(TEXT).digest('base64')}`;

export const script = new Html(`<script>${TEXT}</script>`);
