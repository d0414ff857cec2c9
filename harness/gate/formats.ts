import type { Formats } from '../report/format.ts';
import { printableJson } from '../report/printable.ts';
import { renderAnnotations } from './annotations.ts';
import type { Decision } from './decision.ts';
import { renderPair, type Sides } from './html/pair.ts';
import { renderJUnit } from './junit.ts';
import { renderGateMarkdown } from './markdown.ts';
import { renderGateSarif } from './sarif.ts';
import { renderGateText } from './text.ts';

/** Both sides of what was compared. */
export const PAIR_FILES: Pick<Formats<Sides>, 'files'> = {
  files: [{ file: 'gate.html', render: renderPair }],
};

/** What a gate decided. */
export const GATE_FORMATS: Formats<Decision> = {
  terminal: renderGateText,
  json: (decision) => printableJson(decision),
  files: [
    { file: 'junit.xml', render: renderJUnit, flag: { name: 'junit', what: 'JUnit XML' } },
    { file: 'gate.md', render: renderGateMarkdown, flag: { name: 'markdown', what: 'the comment' } },
    { file: 'gate.sarif', render: renderGateSarif, flag: { name: 'sarif', what: 'the SARIF log' } },
    { file: 'annotations.txt', render: renderAnnotations },
  ],
};
