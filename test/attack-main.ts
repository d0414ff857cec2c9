/**
 * `npm run test:attack`: kills runs at random moments, the reaper among them, and has mutants of every file that is
 * read judged. Prints counts; exit 1 if anything was left running or lying about, told as a defect of ours, or passed
 * without having earned it.
 *
 *   --kills <count>     (66)
 *   --mutants <count>   (800)
 *   --seed <number>     of the attack; printed first
 */
import { parseArgs } from 'node:util';
import { provision } from '../harness/provision/provision.ts';
import { attack, attackText } from './attack/attack.ts';
import { temporaryFolder } from './holdfast.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '66' },
    mutants: { type: 'string', default: '800' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
console.log(`seed ${values.seed}`);
for (const tool of ['k6', 'redis-server', 'toxiproxy-server'] as const)
  await provision(tool, { signal: AbortSignal.timeout(600_000), report: (line) => console.error(line) });
await using folder = await temporaryFolder();
const attacked = await attack({
  kills: Number(values.kills),
  mutants: Number(values.mutants),
  seed: Number(values.seed),
  folder: folder.path,
  onLine: (line) => console.error(line),
});
console.log(attackText(attacked));
process.exitCode = attacked.complaints.length === 0 ? 0 : 1;
