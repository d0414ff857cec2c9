/**
 * `npm run prove:slope [-- RUNS]`: how often the 95 % interval of a growth slope holds the true slope, in simulated runs
 * with so many readings, of which each carries a share of what it is off over to the next. Exits 1 if a share is not
 * within 93 to 97 %, give or take what chance does to so many runs. In brackets: of so few readings no slope is told, and
 * what its interval would hold.
 */
import Table from 'cli-table3';
import { FEWEST_READINGS } from '../harness/stats/slope.ts';
import { coverageOf } from '../harness/stats/testing/coverage.ts';

const [LEAST, MOST] = [0.93, 0.97];
const CARRIES = [0, 0.3, 0.5, 0.7, 0.8, 0.9];
const READINGS = [10, 12, 20, 30, 39, 40, 45, 50, 60, 120];
const runs = Number(process.argv[2] ?? 2000);

const table = new Table({
  head: ['readings', ...CARRIES.map((carry) => `carry ${carry}`)],
  style: { head: [], border: [] },
});
let outside = 0;
for (const readings of READINGS) {
  const shares = CARRIES.map((carry) => {
    const share = coverageOf({ readings, carry, runs, fewest: Math.min(readings, FEWEST_READINGS) });
    if (readings < FEWEST_READINGS) return `(${(100 * share).toFixed(1)} %)`;
    const chance = 3 * Math.sqrt((0.05 * 0.95) / runs);
    if (share < LEAST - chance || share > MOST + chance) outside++;
    return `${(100 * share).toFixed(1)} %`;
  });
  table.push([readings, ...shares]);
}
console.log(table.toString());
console.log(
  `${runs} runs each; wanted: ${100 * LEAST} to ${100 * MOST} %; in brackets: refused, and unknown. Outside: ${outside} of ${READINGS.length * CARRIES.length}`,
);
process.exitCode = outside === 0 ? 0 : 1;
