import { z } from 'zod';
import { METHODS } from '../../protocol/pages.ts';

const signSchema = z.union([z.string().min(1), z.int().min(100).max(599)]);

const deedSchema = z.object({
  method: z.enum(METHODS),
  path: z.string(),
  page: z.string().optional(),
  form: z.record(z.string(), z.string()).optional(),
  json: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  done: signSchema,
});

const shownSchema = z.object({ path: z.string(), shows: z.string() });

/** The pages of an app, as a plan has them: protocol/pages.ts says what each means. */
export const pagesSchema = z.object({
  users: z.array(z.object({ name: z.string().min(1) }).catchall(z.string())).readonly(),
  token: z.string().optional(),
  signedOut: z.array(signSchema).min(1).readonly(),
  signUp: deedSchema.optional(),
  login: deedSchema,
  account: shownSchema,
  add: deedSchema.optional(),
  cart: shownSchema.optional(),
  logout: deedSchema.optional(),
});
