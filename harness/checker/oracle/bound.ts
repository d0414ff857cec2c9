/**
 * The upper end of the exact (Clopper-Pearson) 95 % interval of a rate that was seen `events` times in `trials`: the
 * rate at which so few events would come up with a chance of 2.5 %. For none it is a little above 3 / trials.
 */
export function upperBound(events: number, trials: number): number {
  if (trials === 0 || events >= trials) return 1;
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const rate = (low + high) / 2;
    if (atMost(events, trials, rate) > 0.025) low = rate;
    else high = rate;
  }
  return high;
}

/** The chance of at most `events` in `trials`. */
function atMost(events: number, trials: number, rate: number): number {
  let term = trials * Math.log1p(-rate);
  let sum = Math.exp(term);
  for (let i = 1; i <= events; i++) {
    term += Math.log(trials - i + 1) - Math.log(i) + Math.log(rate) - Math.log1p(-rate);
    sum += Math.exp(term);
  }
  return sum;
}
