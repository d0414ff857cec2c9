import type { ReplicatedName } from '../../model/topologies.ts';
import type { ReplicatedServer, StartTopology } from './replicated.ts';
import type { TopologyContext } from './topology.ts';

/** How the servers of each topology are started; imported only when it is used. */
const START: Readonly<Record<ReplicatedName, () => Promise<StartTopology>>> = {
  sentinel: async () => (await import('./sentinel.ts')).startSentinel,
  cluster: async () => (await import('./cluster.ts')).startCluster,
  standby: async () => (await import('./standby.ts')).startStandby,
  replica: async () => (await import('./replica.ts')).startReplica,
  'replica-set': async () => (await import('./replica-set.ts')).startReplicaSet,
};

export const startTopology = async (
  name: ReplicatedName,
  context: TopologyContext,
): Promise<ReplicatedServer> => {
  const start = await START[name]();
  const server = await start(context);
  try {
    await server.settle();
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
};
