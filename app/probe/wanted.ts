import { z } from 'zod';
import { LARGEST_FILLER_BYTES } from '../../protocol/routes.ts';
import { Refusal, type Call } from './call.ts';

const wantedSchema = z.object({
  owner: z.string().min(1).max(200),
  key: z.string().optional(),
  value: z.unknown().optional(),
  bytes: z.int().min(0).max(LARGEST_FILLER_BYTES).optional(),
  /** Of a redirect: where it is to lead. */
  host: z.string().optional(),
});

/** What a client asks for when it makes a session, or one in place of another. */
export type Wanted = z.infer<typeof wantedSchema>;

const changeSchema = z.object({
  value: z.unknown().optional(),
  refuse: z.boolean().optional(),
  host: z.string().optional(),
});

/** What the body asks for; a refusal (400) where it asks for nothing. */
export const wantedIn = (call: Call) => parsed(wantedSchema, call);

/** The same for a change of a value. */
export const changeIn = (call: Call) => parsed(changeSchema, call);

function parsed<T>(schema: z.ZodType<T>, { body }: Call): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new Refusal(400, { error: `the body cannot be used${where && `: ${where}`}: ${issue?.message}` });
}
