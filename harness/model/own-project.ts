import { z } from 'zod';

/** A compose project of the user's own, of which faults break containers: as the plan keeps it. */
export const ownProjectSchema = z.object({
  /** As compose calls it. */
  name: z.string(),
  /** The services whose containers are the instances of the app, in this order. */
  app: z.array(z.string()).min(1),
  /** The service that is the server of the app's session store; absent: nothing of it is broken. */
  server: z.string().optional(),
  /** A toxiproxy of its own between the two, and its proxy there; absent: Holdfast puts one in for faults of the wire. */
  wires: z.object({ api: z.string(), proxy: z.string() }).optional(),
  /** How its owner has said that it may be broken; absent: nothing is. */
  allowedBy: z.enum(['label', 'flag']).optional(),
});
export type OwnProject = z.infer<typeof ownProjectSchema>;
