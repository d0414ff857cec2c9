import type { Results } from '../../model/results.ts';
import { head } from './head.ts';
import { script } from './live/script.ts';
import { STYLE } from './style.ts';
import { table } from './table.ts';
import { type Html, html } from './template.ts';

/** What every page is made with, beside its tables and figures. */

/** A whole page that needs nothing from elsewhere: no font and no image. `style` is added to what all have. */
export const page = (title: string, content: Html, style = ''): string =>
  `<!doctype html>\n${
    html`<html lang="en">
      ${head(`Holdfast: ${title}`, STYLE + style)}
      <body>
        ${content} ${script}
      </body>
    </html> `.markup
  }`;

export const versionTable = (versions: Results['versions']): Html | false =>
  versions.length > 0 &&
  table(
    'Versions',
    [{ name: 'What' }, { name: 'Version' }, { name: 'From' }],
    versions.map(({ name, version, source }) => [name, version, source]),
  );

/** Commands to be copied, one a line. */
export const commandBlock = (...commands: readonly string[]): Html =>
  html`<pre tabindex="0"><code>${commands.join('\n')}</code></pre>`;
