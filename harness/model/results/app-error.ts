import { z } from 'zod';

/** Lines of the app's own logs that tell of an error, alike but for their numbers. No verdict goes by them. */
export const appErrorSchema = z.object({
  /** The line: `#` where they differ, `…` for ids and for what is secret. */
  text: z.string(),
  count: z.number(),
  /** Part of the logs was passed over, for there was too much of it: there may be more. */
  atLeast: z.literal(true).optional(),
  /** When the first of them was seen; 0: before the load. */
  firstMs: z.number(),
  /** Who printed them, the first most; `log` is a file in the run's folder. */
  instances: z.array(z.object({ instance: z.string(), count: z.number(), log: z.string().optional() })),
});
export type AppError = z.infer<typeof appErrorSchema>;
