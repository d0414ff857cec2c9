import { z } from 'zod';
import { resultsSchema } from '../model/results.ts';
import { decisionSchema } from './decision.ts';
import { policySchema } from './policy.ts';

const published = (title: string, from: z.ZodType): object => {
  const { $schema, ...schema } = z.toJSONSchema(from, { target: 'draft-7', io: 'input' });
  return { $schema, title, ...schema };
};

/** JSON Schemas that are written out into the repository (`npm run docs:policy`), by their files. */
export const PUBLISHED_SCHEMAS: Readonly<Record<string, object>> = {
  // For editors, which complete policies by it.
  'policy.schema.json': published('A policy of the gate of Holdfast', policySchema),
  'docs/decision.schema.json': published('What the gate of Holdfast decided, version 1', decisionSchema),
  'docs/results.schema.json': published('results.json of a run of Holdfast, version 1', resultsSchema),
};
