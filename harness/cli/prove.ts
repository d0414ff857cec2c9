import type { Command } from 'commander';
import { chooseSeed, seedNumber, VERSION } from '../plan/make.ts';
import { PROOF_STORES, proofExperiments } from '../plan/prove.ts';
import type { StoreName } from '../stores/catalogue.ts';
import { createDisplay } from './display.ts';
import { runAndPrint, runOptions, type RunOptions } from './run-options.ts';
import { say } from './output.ts';
import { interruption } from './interruption.ts';
import { platformOpener } from './platform.ts';
import { word } from './run-command-line.ts';
import { parseStores } from '../plan/names.ts';

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
    const { stores, platform, context, image } = options;
    const cluster = [context && ` --context ${word(context)}`, image && ` --image ${word(image)}`];
    await runAndPrint(
      {
        kind: 'prove',
        command: `holdfast prove --stores ${stores.join(',')} --platform ${platform}${cluster.filter(Boolean).join('')} --seed ${seed}`,
        platform,
        seed,
        experiments: proofExperiments(stores, seedNumber(seed)),
        claims: stores.flatMap((store) => CLAIMS_OF[store] ?? []),
        reports: options.reports,
      },
      {
        openPlatform: platformOpener(options),
        signal,
        display: createDisplay(),
        onPlan: ({ machine, tools }) => {
          const versions = tools.map(({ name, version }) => `${name} ${version}`).join(' · ');
          say(`Holdfast ${VERSION} · seed ${seed} · ${machine.cores} cores · ${versions}`);
        },
      },
      options,
    );
  });
}
