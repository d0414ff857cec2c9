import { z } from 'zod';
import { SESSION_LAYERS, SESSION_MIDDLEWARES } from '../../../protocol/about.ts';
import { SAVE_MODES } from '../../../protocol/app-settings.ts';

/** What the probe of an app says of itself. */
export const aboutSchema = z.object({
  holdfast: z.literal('probe'),
  // Of probes from now on.
  protocol: z.number().optional(),
  instance: z.string(),
  sessions: z.enum([...SESSION_LAYERS, 'other', 'absent']),
  ttlMs: z.number().nullable(),
  saveMode: z.enum(SAVE_MODES),
  mounted: z.array(z.enum(SESSION_MIDDLEWARES)).optional(),
  badExpires: z.string().optional(),
  secure: z.boolean().optional(),
});

export type About = z.infer<typeof aboutSchema>;
