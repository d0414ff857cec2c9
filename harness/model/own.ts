import { z } from 'zod';
import { PROMISES } from '../../protocol/promises.ts';
import { SERVER_PROGRAMS, STOP_SIGNALS } from '../../protocol/servers.ts';

/** What a user's own subject says of itself, as the plan keeps it: enough to judge the run again without its module. */
export const ownSchema = z.object({
  name: z.string(),
  promises: z.array(z.object({ id: z.enum(PROMISES), source: z.string() })),
  /** Its server, with `{port}` and `{folder}` in its texts for those that it gets. */
  server: z
    .object({
      command: z.string(),
      /** One of Holdfast's own, by this name. */
      use: z.enum(SERVER_PROGRAMS).optional(),
      args: z.array(z.string()),
      env: z.record(z.string(), z.string()),
      url: z.string(),
      stopSignal: z.enum(STOP_SIGNALS).optional(),
      ready: z.object({ prints: z.string().optional(), withinMs: z.int().optional() }).optional(),
    })
    .optional(),
  /** How long its opening may take. */
  openWithinMs: z.int().optional(),
});
export type Own = z.infer<typeof ownSchema>;
export type OwnServer = NonNullable<Own['server']>;

/** What a module says of itself. */
interface Stated {
  name: string;
  promises?: Partial<Readonly<Record<(typeof PROMISES)[number], string>>> | undefined;
  server?: OwnServer | undefined;
  openWithinMs?: number | undefined;
}

/**
 * A module that states promises is held to those. One that states none is held to all: silence is no leave to lose
 * sessions, and `promises: {}` says aloud that nothing is promised.
 */
export function ownOf({ name, promises, server, openWithinMs }: Stated): Own {
  const stated = PROMISES.flatMap((id) => {
    const source =
      promises === undefined ? 'not said otherwise: the subject states no promises' : promises[id];
    return source === undefined ? [] : [{ id, source }];
  });
  return {
    name,
    promises: stated,
    ...(server === undefined ? {} : { server }),
    ...(openWithinMs === undefined ? {} : { openWithinMs }),
  };
}
