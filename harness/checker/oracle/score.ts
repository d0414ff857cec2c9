import { ANOMALY_KINDS, type AnomalyKind } from '../catalogue.ts';
import { compareAt } from './compare.ts';
import { FEATURE_NAMES, featuresOf, type Feature } from './features.ts';

/** Checkers against the oracle, over many random histories. */
export interface Score {
  histories: number;
  /** Histories that a correct store can have given, and how many of them raised an alarm or another disagreement. */
  explained: number;
  falseAlarms: number;
  /** All others, and how many of them were judged unlike the oracle. */
  unexplained: number;
  misjudged: number;
  /** Histories with each kind of anomaly. */
  found: Record<AnomalyKind, number>;
  /** Histories with each of what a history can have in it. */
  drawn: Record<Feature, number>;
  /** The first seeds on which they disagree, with the reason. */
  disagreements: { seed: number; reasons: string[] }[];
}

const DISAGREEMENTS_KEPT = 10;

export function score(seeds: Iterable<number>): Score {
  const found = Object.fromEntries(ANOMALY_KINDS.map((kind) => [kind, 0])) as Score['found'];
  const total: Score = {
    histories: 0,
    explained: 0,
    falseAlarms: 0,
    unexplained: 0,
    misjudged: 0,
    found,
    drawn: Object.fromEntries(FEATURE_NAMES.map((name) => [name, 0])) as Score['drawn'],
    disagreements: [],
  };
  for (const seed of seeds) {
    const { disagreements: reasons, found: kinds, explained, ops, experiment } = compareAt(seed);
    total.histories++;
    for (const kind of Object.keys(kinds) as AnomalyKind[]) found[kind]++;
    for (const feature of featuresOf(ops, experiment)) total.drawn[feature]++;
    if (explained) total.explained++;
    else total.unexplained++;
    if (reasons.length === 0) continue;
    if (explained) total.falseAlarms++;
    else total.misjudged++;
    if (total.disagreements.length < DISAGREEMENTS_KEPT) total.disagreements.push({ seed, reasons });
  }
  return total;
}

export function* seedsFrom(first: number, count: number): Generator<number> {
  for (let seed = first; seed < first + count; seed++) yield seed;
}
