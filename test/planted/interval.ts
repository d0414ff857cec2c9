import jStat from 'jstat';

/** A rate that was seen `events` times in `trials`, and its exact (Clopper-Pearson) 95 % interval. */
export interface Rate {
  events: number;
  trials: number;
  low: number;
  high: number;
}

export function rateOf(events: number, trials: number): Rate {
  const low = events === 0 ? 0 : jStat.beta.inv(0.025, events, trials - events + 1);
  const high = events === trials ? 1 : jStat.beta.inv(0.975, events + 1, trials - events);
  return { events, trials, low, high };
}
