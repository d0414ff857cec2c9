/**
 * `npm run prove:checker`: random small histories, judged by the checkers and by an oracle that tries every order.
 * Arguments: how many (100,000 by default), and the first seed (1).
 */
import { ANOMALY_KINDS } from '../harness/model/kinds.ts';
import { upperBound } from '../harness/checker/oracle/bound.ts';
import { score, seedsFrom } from '../harness/checker/oracle/score.ts';

const [histories = 100_000, first = 1] = process.argv.slice(2).map(Number);
if (!(Number.isInteger(histories) && histories > 0 && Number.isInteger(first))) {
  console.error('prove:checker takes two whole numbers: how many histories, and the first seed');
  process.exit(64);
}

const began = performance.now();
const { explained, falseAlarms, unexplained, misjudged, found, disagreements } = score(
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
process.exitCode = disagreements.length === 0 ? 0 : 1;
