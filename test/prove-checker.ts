/**
 * `npm run prove:checker`: random small histories, judged by the judge and by an oracle that tries every order; what was
 * drawn; and some of them once more by Porcupine, where there is Go to run it with. `npm run prove:mutants` breaks
 * the rules in turn. Arguments: how many (100,000 by default), and the first seed (1).
 */
import { ANOMALY_KINDS } from '../harness/checker/catalogue.ts';
import { upperBound } from '../harness/checker/oracle/bound.ts';
import { FEATURE_NAMES, LEAST_SHARE } from '../harness/checker/oracle/features.ts';
import { score, seedsFrom } from '../harness/checker/oracle/score.ts';
import { secondOpinion } from './porcupine.ts';

/** All of them would take Porcupine longer than everything else. */
const SECOND_OPINIONS = 100_000;

const [histories = 100_000, first = 1] = process.argv.slice(2).map(Number);
if (!(Number.isInteger(histories) && histories > 0 && Number.isInteger(first))) {
  console.error('prove:checker takes two whole numbers: how many histories, and the first seed');
  process.exit(64);
}

const began = performance.now();
const { explained, falseAlarms, unexplained, misjudged, found, drawn, disagreements } = score(
  seedsFrom(first, histories),
);
const seconds = (performance.now() - began) / 1000;
const count = (n: number) => n.toLocaleString('en-US');
const bound = (events: number, trials: number) => `at most ${upperBound(events, trials).toPrecision(2)}`;

console.log(
  `${count(histories)} random histories, seeds ${first} to ${first + histories - 1}, ${seconds.toFixed(1)} s\n`,
);
console.log('                                      histories   disagreements   rate (95 %)');
const row = (name: string, trials: number, events: number) =>
  console.log(
    `  ${name.padEnd(36)}${count(trials).padStart(9)}${count(events).padStart(16)}   ${bound(events, trials)}`,
  );
row('a correct store can have given', explained, falseAlarms);
row('no correct store can have given', unexplained, misjudged);
console.log('\nHistories with each anomaly:');
for (const kind of ANOMALY_KINDS) console.log(`  ${kind.padEnd(36)}${count(found[kind]).padStart(9)}`);
for (const { seed, reasons } of disagreements) console.log(`\nseed ${seed}: ${reasons.join('; ')}`);

console.log(`\nWhat was drawn, in histories (${100 * LEAST_SHARE} % or more of each):`);
const tooFew = FEATURE_NAMES.filter((name) => drawn[name] < LEAST_SHARE * histories);
for (const name of FEATURE_NAMES) {
  const share = `${((100 * drawn[name]) / histories).toFixed(1)} %`;
  console.log(
    `  ${name.padEnd(44)}${count(drawn[name]).padStart(9)}${share.padStart(9)}${tooFew.includes(name) ? '   TOO FEW' : ''}`,
  );
}

const opinion = await secondOpinion(seedsFrom(first, Math.min(histories, SECOND_OPINIONS)));
if (opinion === undefined)
  console.log('\nPorcupine was not asked: there is no go on the PATH to run it with.');
else {
  console.log(
    `\nPorcupine, with a model of its own: ${count(opinion.histories)} histories, ${count(opinion.disagreements.length)} disagreements; ${count(opinion.leftOut)} were left out, with a TTL, a login or unknown contents`,
  );
  for (const { seed, judge, porcupine } of opinion.disagreements.slice(0, 10))
    console.log(`seed ${seed}: ${judge ? 'explained' : 'unexplained'} here, ${porcupine} there`);
}
const isProved =
  disagreements.length === 0 && tooFew.length === 0 && (opinion?.disagreements.length ?? 0) === 0;
process.exitCode = isProved ? 0 : 1;
