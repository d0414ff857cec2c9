import { z } from 'zod';

/** A k6 script of the user's own, as a plan has it. */
export const scriptSchema = z.object({
  /** Absolute path. */
  file: z.string(),
  /** Of it and of all files that it names by a relative path. */
  digest: z.string(),
  /** Kinds whose checkers must have had something to test, by what the script did when it was tried. */
  checkers: z.array(z.string()),
  /** A row of data for each client. In plan.json, none. */
  rows: z.array(z.record(z.string(), z.string())).optional(),
});
export type Script = z.infer<typeof scriptSchema>;
