import { z } from 'zod';

/** What makes pods again that are gone. */
export const OWNER_KINDS = ['Deployment', 'StatefulSet'] as const;

const ownerSchema = z.object({
  /** Of labels, as kubectl takes it: the pods that may be broken. */
  selector: z.string(),
  kind: z.enum(OWNER_KINDS),
  name: z.string(),
});

/** Pods of the user's own in a cluster, which faults break: as the plan keeps it. */
export const ownPodsSchema = z.object({
  /** The cluster, as the user's kubeconfig calls it. */
  context: z.string(),
  namespace: z.string(),
  /** Each pod of it is an instance of the app. */
  app: ownerSchema,
  /** The server of the app's session store; absent: nothing of it is broken. */
  server: ownerSchema.optional(),
  /** How its owner has said that it may be broken; absent: nothing is. */
  allowedBy: z.enum(['label', 'flag']).optional(),
});
export type OwnPods = z.infer<typeof ownPodsSchema>;
export type PodOwner = z.infer<typeof ownerSchema>;
