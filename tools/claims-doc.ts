/**
 * Puts what runs of `holdfast claims` found into docs/CLAIMS.md: the overview, and the table of each claim.
 *
 *   npm run docs:claims -- reports/2026-11-21T18-29-44-claims ...     all runs that are to speak, by their folders
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { loadClaimRuns } from '../harness/cli/claim-runs.ts';
import { compareClaims } from '../harness/compare/claims.ts';
import { fillIn } from '../harness/compare/claims-markdown.ts';

const FILE = new URL('../docs/CLAIMS.md', import.meta.url);

const claims = compareClaims(await loadClaimRuns(process.argv.slice(2)));
const filled = fillIn(await readFile(FILE, 'utf8'), claims);
await writeFile(FILE, await format(filled, { ...(await resolveConfig(FILE)), parser: 'markdown' }));
console.log(`written: ${claims.reduce((sum, { on }) => sum + on.length, 0)} findings in docs/CLAIMS.md`);
