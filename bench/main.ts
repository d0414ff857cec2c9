/** `npm run bench`: ratios, A and B in turn, in one run. `npm run bench -- recorder` runs those with that name. */
import Table from 'cli-table3';
import { benchApp } from './app.ts';
import { benchRecorder } from './recorder.ts';
import type { Ratio } from './rounds.ts';

const BENCHES: Record<string, () => Promise<Ratio>> = {
  'app-memory': () => benchApp('memory', 5),
  'app-redis': () => benchApp('redis', 5),
  recorder: () => benchRecorder(9),
};

const words = process.argv.slice(2);
const chosen = Object.entries(BENCHES).filter(
  ([name]) => words.length === 0 || words.some((word) => name.includes(word)),
);
const table = new Table({
  head: ['A over B', 'median', 'quartiles', 'rounds', 'wanted', ''],
  style: { head: [], border: [] },
});
for (const [name, bench] of chosen) {
  console.error(`measuring ${name} ...`);
  const { name: what, ratio, low, high, rounds, wanted } = await bench();
  const spread = `${low.toFixed(3)} to ${high.toFixed(3)}`;
  table.push([
    what,
    ratio.toFixed(3),
    spread,
    rounds,
    wanted.toFixed(2),
    ratio >= wanted ? 'met' : 'NOT met',
  ]);
}
console.log(table.toString());
