/**
 * How many of these ascending numbers lie below (or at) a bound. By hand, for the judge asks this of every read: d3's
 * bisector takes twice as long (6 and 12 ns in 20 numbers, 15 and 37 in 1000).
 */
export function below(ascending: readonly number[], bound: number, orAt = false): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = ascending[middle] as number;
    if (at < bound || (orAt && at === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}
