import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../errors.ts';
import { execute } from '../run/execute.ts';
import { chooseSeed, makePlan, seedNumber, VERSION } from '../plan/make.ts';
import { PROOF_STORES, proofExperiments } from '../plan/prove.ts';
import type { StoreName } from '../stores/catalogue.ts';
import { makeRunFolder } from '../run/folder.ts';
import { createDisplay } from './display.ts';
import { EXIT_OF, finishRun, runOptions, type RunOptions } from './run-options.ts';
import { say } from './output.ts';
import { interruption } from './interruption.ts';
import { platformOpener } from './platform.ts';
import { parseStores } from '../plan/names.ts';
import { toolsFor } from './tools.ts';

const CLAIMS_OF: Record<string, readonly string[]> = {
  memory: ['C1', 'C2', 'C3', 'C4'],
  redis: ['C5'],
  mongo: ['C6'],
};

interface ProveOptions extends RunOptions {
  stores: StoreName[];
}

/** `holdfast prove`: the main job, claims C1 to C6 on memory, Redis and Mongo. */
export function proveCommand(program: Command): void {
  const command = program
    .command('prove')
    .description('Prove on this machine what memory, Redis and Mongo keep (claims C1 to C6)')
    .option(
      '--stores <names>',
      `some of ${PROOF_STORES.join(', ')}`,
      (text) => parseStores(text, PROOF_STORES),
      [...PROOF_STORES],
    );
  runOptions(command).action(async (options: ProveOptions) => {
    const signal = interruption();
    const seed = chooseSeed(options.seed);
    const { stores, platform } = options;
    const openPlatform = platformOpener(options);
    const { tools, missing } = await toolsFor({ stores, platform }, { signal, report: say });
    const versions = [...tools.values()].map(({ name, version }) => `${name} ${version}`).join(' · ');
    const plan = makePlan({
      kind: 'prove',
      command: `holdfast prove --stores ${stores.join(',')} --platform ${platform} --seed ${seed}`,
      platform,
      seed,
      now: new Date(),
      experiments: proofExperiments(stores, seedNumber(seed)),
      claims: stores.flatMap((store) => CLAIMS_OF[store] ?? []),
      tools,
      missing,
    });
    say(`Holdfast ${VERSION} · seed ${seed} · ${plan.machine.cores} cores · ${versions}`);
    const { folder, plan: named } = await makeRunFolder(resolve(options.reports), plan);
    const results = await finishRun(folder, options, () =>
      execute({ plan: named, folder, tools, openPlatform, signal, display: createDisplay() }),
    );
    process.exitCode = EXIT_OF[results.verdict] ?? EXIT.defect;
  });
}
