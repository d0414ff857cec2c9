/**
 * How the server of a store is laid out: one by itself, or several of which one takes the writes and another can take
 * over. A plan that does not say is of one by itself.
 */
export const TOPOLOGIES = ['standalone', 'sentinel', 'cluster', 'replica-set', 'standby', 'replica'] as const;
export type TopologyName = (typeof TOPOLOGIES)[number];
/** Those with somebody who can take over. */
export type ReplicatedName = Exclude<TopologyName, 'standalone'>;

/** Whether clients are told one address, in front of all servers, that leads to the primary of the moment. */
export const isFronted = (topology: string | undefined): boolean =>
  topology === 'standby' || topology === 'replica';
