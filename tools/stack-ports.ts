/**
 * `npm run stack:ports`: sees which ports of the stack others have, and gives it free ones by the file `.env`, which
 * `docker compose` in this folder reads. Without anything that is in the way it changes nothing. Needs Docker; without, it
 * says so and exits 69.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HoldfastError } from '../harness/errors.ts';
import { REPOSITORY } from '../harness/platform/compose/command.ts';
import { anotherPort, boundOf, isFree, STACK_PORTS } from '../harness/platform/compose/ports.ts';
import { takenBy } from '../harness/platform/compose/port-holder.ts';
import { Project } from '../harness/platform/compose/project.ts';

const FILE = join(REPOSITORY, '.env');

try {
  await giveWay(AbortSignal.timeout(60_000));
} catch (error) {
  if (!(error instanceof HoldfastError)) throw error;
  console.error(`${error.message}\n  Try: ${error.next}`);
  process.exitCode = error.exitCode;
}

async function giveWay(signal: AbortSignal): Promise<void> {
  const project = await Project.open(signal);
  const containers = await project.containers();
  const taken: number[] = [];
  const moved: Record<string, number> = {};
  for (const port of STACK_PORTS) {
    const number = project.publishedAs(port.service, port.target) ?? port.byDefault;
    const container = containers.get(port.service);
    const isOurs = container?.State.Running === true && boundOf(container, port) === number;
    if (isOurs || (await isFree(number))) continue;
    taken.push(number);
    moved[port.variable] = await anotherPort(Object.values(moved).map(String));
  }
  if (taken.length === 0) {
    console.log(`The ports of the stack ${project.name} are free.`);
    return;
  }
  const kept = existsSync(FILE) ? readFileSync(FILE, 'utf8').split('\n').filter(Boolean) : [];
  const others = kept.filter((line) => !((line.split('=')[0] as string) in moved));
  const lines = Object.entries(moved).map(([variable, port]) => `${variable}=${port}`);
  writeFileSync(FILE, [...others, ...lines, ''].join('\n'));
  console.log(`${(await takenBy(taken)).replace(/^p/, 'P')}. The stack ${project.name} has in .env instead:`);
  for (const line of lines) console.log(`  ${line}`);
  console.log('For a k6 of your own: set -a; . ./.env; set +a');
}
