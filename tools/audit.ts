/**
 * `npm run check:audit`: asks the registry for advisories on the packages that runs use. Exit 1 for a grave one (high
 * or critical); a registry that does not answer is said in a line, and fails nothing.
 */
import { execa } from 'execa';
import { auditReport } from './audit-report.ts';

const LIMIT_MS = 60_000;

const quickly = ['--fetch-retries=0', '--fetch-timeout=20000'];
const { stdout } = await execa('npm', ['audit', '--omit=dev', '--json', ...quickly], {
  cwd: new URL('..', import.meta.url),
  reject: false,
  timeout: LIMIT_MS,
});
const { lines, passes } = auditReport(stdout);
for (const line of lines) console.log(line);
process.exitCode = passes ? 0 : 1;
