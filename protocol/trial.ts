/** Who shows no cookie, in the trial of a script. */
export const NOBODY = 'nobody';

/** What the trial of a script says beside its operations, as the field `trial` of a line of its own. */
export interface Trial {
  /** What is wrong with the script. */
  problem?: string;
  /** Numbers of which the app keeps count. */
  counts?: readonly string[];
  /** How long a login lasts, by the script. */
  ttl?: unknown;
  /** How long the cookies of a session live; null: until the browser is closed. */
  ages?: readonly (readonly [name: string, ms: number | null])[];
}
