import { z } from 'zod';
import { policySchema } from './policy.ts';

/** JSON Schema of a policy, for editors; policy.schema.json is this, written out (`npm run docs:policy`). */
export function publishedPolicySchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, { target: 'draft-7', io: 'input' });
  return { $schema, title: 'A policy of the gate of Holdfast', ...schema };
}
