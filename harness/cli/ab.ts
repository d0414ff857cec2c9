import { Option, type Command } from 'commander';
import { EXIT, HoldfastError } from '../errors.ts';
import { decideAb, sidesOf } from '../gate/decide-ab.ts';
import { GATE_FORMATS, PAIR_FILES } from '../gate/formats.ts';
import { MOST_ROUNDS } from '../gate/against/three-way.ts';
import { chooseSeed, VERSION } from '../plan/make.ts';
import { wholeNumber } from '../plan/names.ts';
import { writeFormats } from '../report/write.ts';
import { beginAb, type BegunAb } from '../run/ab.ts';
import { loadAb } from '../run/ab-folder.ts';
import { counted } from '../units.ts';
import { abCommandLine, abSides } from './ab-sides.ts';
import { AB_POLICY, choosePolicy, policyOption } from './choose-policy.ts';
import { known } from './defects.ts';
import { interruption } from './interruption.ts';
import { printShown, say } from './output.ts';
import { takeInTurns } from './ab-display.ts';
import type { AbOptions } from './ab-options.ts';
import { loadFlags, settingFlags } from './run-flags.ts';
import { runOptions, shortest } from './run-options.ts';

/** With which most figures can be told to be worse, and all not to be: many short rounds tell more than a few long ones. */
const ROUNDS = { usual: 40, quick: 12 } as const;

/** `holdfast ab`: two subjects in turn, and one decision on the second. */
export function abCommand(program: Command): void {
  const command = program
    .command('ab')
    .description('Measure two subjects in turn, in rounds, and decide whether the second is worse')
    .argument('<baseline>', 'a store, a file, an address, or an experiment of holdfast.config.ts')
    .argument('<candidate>', 'the same, with settings of its own in quotes: "redis --resave"')
    .addOption(
      new Option(
        '--rounds <count>',
        `rounds of each side (default: ${ROUNDS.usual}, quick: ${ROUNDS.quick})`,
      ).argParser(wholeNumber(1, MOST_ROUNDS)),
    )
    .option(
      '--quick',
      'fewer rounds, of 4 s, in three minutes or less (of growth they are of 10 s, and take 12)',
      false,
    )
    .addOption(policyOption(AB_POLICY));
  runOptions(settingFlags(loadFlags(command))).action(
    async (baseline: string, candidate: string, options: AbOptions) => {
      const signal = interruption();
      const { policy, name } = await choosePolicy(options.policy, AB_POLICY);
      const seed = chooseSeed(options.seed);
      const rounds = options.rounds ?? (options.quick ? ROUNDS.quick : ROUNDS.usual);
      const sides = await abSides({ baseline, candidate }, { command, seed, rounds, signal });
      const begun = await beginAb({
        sides,
        rounds,
        command: abCommandLine(command, sides, { seed, rounds }),
        seed,
        reports: options.reports,
        now: new Date(),
      });
      say(
        `Holdfast ${VERSION} · seed ${seed} · ${counted(rounds, 'round')} of ${sides.candidate.name} against ${sides.baseline.name}`,
      );
      await measure(begun, { signal, sides });
      const folder = shortest(begun.folder);
      const ab = await loadAb(begun.folder);
      const decision = decideAb(ab, policy, name);
      await writeFormats(GATE_FORMATS, decision, begun.folder);
      await writeFormats(PAIR_FILES, { decision, ...sidesOf(ab) }, begun.folder);
      printShown(GATE_FORMATS, decision, { folder, json: options.json });
      say(`The rounds are in ${folder}; decide again: holdfast gate ${folder}`);
      process.exitCode = EXIT[decision.verdict];
    },
  );
}

/** Takes the rounds; where they come to no end, the error says where those are that did. */
async function measure(begun: BegunAb, context: Parameters<typeof takeInTurns>[1]): Promise<void> {
  try {
    await takeInTurns(begun, context);
  } catch (thrown) {
    const error = known(thrown);
    if (error === undefined) throw thrown;
    const folder = shortest(begun.folder);
    throw new HoldfastError(error.exitCode, `${error.message}; the rounds that ended are in ${folder}`, {
      next: error.next ?? `holdfast gate ${folder}`,
      cause: thrown,
    });
  }
}
