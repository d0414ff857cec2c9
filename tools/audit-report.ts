import { z } from 'zod';

const reportSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.enum(['info', 'low', 'moderate', 'high', 'critical']), range: z.string() }),
  ),
});
const errorSchema = z.object({ message: z.string() });

/** What `npm audit --json` printed, in words, and whether the check passes: it does where nobody could be asked. */
export function auditReport(printed: string): { lines: string[]; passes: boolean } {
  const json = parsed(printed);
  const report = reportSchema.safeParse(json);
  if (!report.success) {
    const reason = errorSchema.safeParse(json).data?.message ?? 'npm audit printed nothing that can be read';
    return { lines: [`advisories: not checked, for the registry did not answer (${reason})`], passes: true };
  }
  const found = Object.entries(report.data.vulnerabilities);
  const grave = found.filter(([, { severity }]) => severity === 'high' || severity === 'critical');
  const lines = found.map(([name, { severity, range }]) => `advisories: ${severity}: ${name} ${range}`);
  const summary = `advisories: ${found.length} of the packages that runs use have some, ${grave.length} of them grave`;
  return { lines: [...lines, summary], passes: grave.length === 0 };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
