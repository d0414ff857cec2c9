import type { Results } from '../model/results.ts';
import type { Formats } from './format.ts';
import { renderHtml } from './html/page.ts';
import { renderMarkdown } from './markdown/report.ts';
import { printableJson } from './printable.ts';
import { renderText } from './text.ts';

/** What a run came to. */
export const RUN_FORMATS: Formats<Results> = {
  terminal: renderText,
  json: (results) => printableJson(results),
  files: [
    { file: 'report.html', render: renderHtml },
    { file: 'report.md', render: renderMarkdown },
  ],
};
