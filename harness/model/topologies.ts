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

/**
 * Those whose servers can be had following each other over a way that can be slowed down and cut, while clients go another.
 * Members of a replica set and nodes of a cluster know each other by the addresses that clients are told.
 */
export const WITH_WAYS: readonly string[] = ['sentinel', 'standby', 'replica'] satisfies ReplicatedName[];

/** Those whose primary has been seen to lose its power, and all to be whole after. */
export const LOSES_POWER: readonly string[] = [
  'sentinel',
  'cluster',
  'replica-set',
  'standby',
] satisfies ReplicatedName[];

/** Whoever watches over them goes the same way, and takes for down who is silent for longer than twice that. */
export const LONGEST_LAG_MS: Readonly<Record<string, number>> = { sentinel: 1000 };
