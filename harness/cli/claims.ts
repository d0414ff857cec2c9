import type { Command } from 'commander';
import { usageError } from '../errors.ts';
import { chooseClaims, claimExperiments } from '../claims/plan.ts';
import { chooseSeed, seedNumber } from '../plan/make.ts';
import { parseStores } from '../plan/names.ts';
import { STORE_NAMES, type StoreName } from '../stores/catalogue.ts';
import { createDisplay } from './display.ts';
import { interruption } from './interruption.ts';
import { platformOpener } from './platform.ts';
import { runAndPrint, runOptions, type RunOptions } from './run-options.ts';
import { say } from './output.ts';

interface ClaimsOptions extends RunOptions {
  stores: StoreName[];
  quick: boolean;
}

/** `holdfast claims`: what people are told about sessions, put to the test on every store that it is said of. */
export function claimsCommand(program: Command): void {
  const command = program
    .command('claims')
    .description('Put to the test what people are told about sessions: shown, refuted, or true only if')
    .argument('[ids...]', 'such as C12 C17 (default: all; docs/CLAIMS.md lists them)')
    .option(
      '--stores <names>',
      `some of ${STORE_NAMES.join(', ')} (default: each store that a claim is about)`,
      (text) => parseStores(text, STORE_NAMES),
      [],
    )
    .option('--quick', 'what breaks nothing takes half as long, for a first look', false)
    .addHelpText('after', '\nA refuted claim is a finding: exit 0. Exit 2 where a claim stays unknown.');
  runOptions(command).action(async (ids: string[], options: ClaimsOptions) => {
    if (options.platform !== 'process') {
      throw usageError(
        'claims set up the app in ways that the containers of the stack have no settings for',
        {
          next: `leave out --platform ${options.platform}`,
        },
      );
    }
    const claims = chooseClaims({ ids, stores: options.stores });
    const signal = interruption();
    const seed = chooseSeed(options.seed);
    const { platform, quick } = options;
    const chosen = [...new Set(claims.map(({ id }) => id))];
    const stores = new Set(claims.map(({ store }) => store)).size;
    await runAndPrint(
      {
        kind: 'claims',
        command: commandOf(ids, options, seed),
        platform,
        seed,
        experiments: claimExperiments(claims, { seed: seedNumber(seed), quick }),
        claims: chosen,
        reports: options.reports,
      },
      {
        openPlatform: platformOpener(options),
        signal,
        display: createDisplay(),
        onPlan: ({ experiments }) =>
          say(
            `${chosen.length} claims on ${stores} stores: ${experiments.length} experiments · seed ${seed}`,
          ),
      },
      options,
    );
  });
}

function commandOf(ids: readonly string[], { stores, quick, platform }: ClaimsOptions, seed: string): string {
  const on = stores.length === 0 ? [] : ['--stores', stores.join(',')];
  const words = [...ids, ...on, ...(quick ? ['--quick'] : []), '--platform', platform, '--seed', seed];
  return ['holdfast claims', ...words].join(' ');
}
