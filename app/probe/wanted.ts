import type { Request, Response } from 'express';
import { z } from 'zod';
import { LARGEST_FILLER_BYTES } from '../../protocol/routes.ts';

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

/** What the body asks for, or undefined after it has been answered that it asks for nothing (400). */
export const wantedIn = (request: Request, response: Response) => parsed(wantedSchema, request, response);

/** The same for a change of a value. */
export const changeIn = (request: Request, response: Response) => parsed(changeSchema, request, response);

function parsed<T>(schema: z.ZodType<T>, request: Request, response: Response): T | undefined {
  const result = schema.safeParse(request.body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  response.status(400).json({ error: `the body cannot be used${where && `: ${where}`}: ${issue?.message}` });
  return undefined;
}
