import { z } from 'zod';
import { podSchema } from '../../kubernetes/pods.ts';

const refSchema = z.object({
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
});
const marks = z.record(z.string(), z.string()).default({});

const GRACE_S = 30;

/** A pod of somebody's own, as the API tells of it. */
export const ownPodSchema = podSchema.extend({
  metadata: podSchema.shape.metadata.extend({
    namespace: z.string(),
    annotations: marks,
    ownerReferences: z.array(refSchema).default([]),
  }),
  spec: z.object({
    shareProcessNamespace: z.boolean().default(false),
    terminationGracePeriodSeconds: z.number().default(GRACE_S),
    containers: z.array(
      z.object({
        name: z.string(),
        image: z.string().optional(),
        ports: z
          .array(z.object({ containerPort: z.number(), protocol: z.string().default('TCP') }))
          .default([]),
      }),
    ),
  }),
});
export type OwnPod = z.infer<typeof ownPodSchema>;
export const ownPodsListSchema = z.object({ items: z.array(ownPodSchema) });

/** What an object says of itself and of who made it. */
export const ownedSchema = z.object({
  metadata: z.object({ name: z.string(), ownerReferences: z.array(refSchema).default([]) }),
});

/** What makes pods again that are gone: a Deployment, or a StatefulSet. */
export const makerSchema = z.object({
  metadata: z.object({
    generation: z.number().default(0),
    labels: marks,
    annotations: marks,
  }),
  spec: z.object({ replicas: z.number().default(1) }),
  status: z.object({
    observedGeneration: z.number().default(0),
    replicas: z.number().default(0),
    readyReplicas: z.number().default(0),
    updatedReplicas: z.number().default(0),
  }),
});
export type Maker = z.infer<typeof makerSchema>;

export const markedSchema = z.object({ metadata: z.object({ labels: marks, annotations: marks }) });
export type Marked = z.infer<typeof markedSchema>;

type Ref = z.infer<typeof refSchema>;

/** Who makes it again when it is gone. */
export const controllerOf = ({ ownerReferences }: { ownerReferences: readonly Ref[] }): Ref | undefined =>
  ownerReferences.find(({ controller }) => controller === true);
