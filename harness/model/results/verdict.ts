import { z } from 'zod';

/** pass, fail or unknown. A measurement that cannot be trusted is unknown, never pass. */
export const verdictSchema = z.enum(['pass', 'fail', 'unknown']);
export type Verdict = z.infer<typeof verdictSchema>;
