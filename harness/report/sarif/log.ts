import { EXIT } from '../../errors.ts';
import type { Verdict } from '../../model/results.ts';
import { printableJson, printableLines } from '../printable.ts';

/** What is wrong in one place. */
export interface SarifResult {
  /** What was looked for; whoever reads the log groups and silences by it. */
  rule: string;
  verdict: Exclude<Verdict, 'pass'>;
  message: string;
  /** The same for the same thing in another run: by it an alert is followed from run to run. */
  fingerprint: string;
  /** The file that the alert stands at, as a path. */
  file: string;
}

export interface SarifLog {
  version: string;
  verdict: Verdict;
  /** What each rule means, by its id. */
  rules: ReadonlyMap<string, string>;
  results: readonly SarifResult[];
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * A SARIF 2.1.0 log, as GitHub's code scanning takes it (OASIS, Static Analysis Results Interchange Format, 2020). What
 * failed is an error and what is unknown a warning, which says so: SARIF would call it `open`, and viewers hide that.
 */
export function renderSarif({ version, verdict, rules, results }: SarifLog): string {
  const ids = [...rules.keys()];
  return `${printableJson({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Holdfast',
            semanticVersion: version,
            rules: [...rules].map(([id, text]) => ({ id, shortDescription: { text: shown(text) } })),
          },
        },
        invocations: [{ executionSuccessful: true, exitCode: EXIT[verdict] }],
        // Whatever was found: without it an empty log could be that of a tool that never ran.
        properties: { verdict },
        results: results.map(({ rule, verdict, message, fingerprint, file }) => ({
          ruleId: rule,
          ruleIndex: ids.indexOf(rule),
          level: verdict === 'fail' ? 'error' : 'warning',
          message: { text: shown(verdict === 'unknown' ? `Unknown: ${message}` : message) },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: 1 } },
            },
          ],
          partialFingerprints: { 'holdfast/v1': fingerprint },
        })),
      },
    ],
  })}\n`;
}

/** A text must not be empty, and a log is read by machines that show it to people. */
const shown = (text: string) => printableLines(text) || 'nothing was said';

/** A path as a relative reference of RFC 3986, by which a viewer finds the file in a checkout. */
const uriOf = (path: string) =>
  path
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .split('/')
    // A lone half of a surrogate pair has no encoding.
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
