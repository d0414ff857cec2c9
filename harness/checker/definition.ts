/**
 * What shows an anomaly. `order`: no order of its session's operations explains it. `value`: the same, by which write a
 * value is of. `response`: one response by itself, whatever came before or after it. `run`: no session's own operations.
 */
type ShownBy = 'order' | 'value' | 'response' | 'run';

/** The headings of docs/ANOMALIES.md that kinds stand under. */
type Heading =
  'Values' | 'Existence' | 'Time to live' | 'Ids and cookies' | 'Service' | 'The rest' | 'Memory';

/** A history in its short form (oracle/story.ts). */
export interface Example {
  /** The kind that is found in it, once; or `none`. A test judges it. */
  comesTo: string;
  history: string;
}

/** All that there is to say of a kind of anomaly; its section of docs/ANOMALIES.md is made from this. */
export interface Definition<Kind extends string = string> {
  readonly kind: Kind;
  readonly shownBy: ShownBy;
  /** What it means, in one sentence, as reports say it. */
  readonly meaning: string;
  readonly under: Heading;
  /** When it is one, so that two people with the same history come to the same verdict: Markdown and examples, in turn. */
  readonly definition: readonly (string | Example)[];
  /** What brings it about, in stores and apps as there are. */
  readonly inPractice: string;
  /** What it is instead where something is different. */
  readonly neighbours: string;
  readonly whatToDo: string;
  /** What others call it. */
  readonly terms?: string;
}
