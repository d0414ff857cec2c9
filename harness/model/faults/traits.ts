import type { ServerProgram } from '../../../protocol/servers.ts';
import type { FaultParameters } from './parameters.ts';

/** What a fault hits: an instance of the app, the store's server, or the wire between an instance and the server. */
export type FaultSite = 'app' | 'server' | 'wire';

/** What Chaos Mesh takes its orders by. */
export type ChaosResource = 'networkchaos' | 'timechaos';

/** What a plan knows of a fault; how it is done stands in nemesis/. */
export interface FaultTraits {
  site: FaultSite;
  /** How long it lasts where the schedule does not say. */
  usualMs: number;
  /** In a few words, for people who choose one. */
  summary: string;
  /** What shows that it took effect; where that is not seen, its experiment is unknown. */
  shownBy: string;
  parameters: FaultParameters;
  /** It needs a server of several, of which one can take over. */
  needsReplicas?: true;
  /** It breaks the way by which servers follow each other, which not every topology has. */
  onWays?: true;
  /** It hits every instance of the app, and is aimed at none. */
  hitsAll?: true;
  /** With fewer instances it would be another fault. */
  leastInstances?: number;
  /** It cuts or spoils wires, whatever its site is. */
  cutsWire?: true;
  /** It asks the app by routes that only Holdfast's own app has. */
  asksApp?: true;
  /** It takes a disk of the server's own, which not every machine gives: it is done only where it is named. */
  ownDisk?: true;
  /** Pods of the user's own in a cluster can have it as well, or nothing but pods in a cluster can. */
  pods?: 'also' | 'only';
  /** Chaos Mesh does it, in a cluster that has it, told so by an object of this resource. */
  chaosMesh?: ChaosResource;
  /**
   * What it did to sessions may come to light long after it has healed, as what was saved by a clock that was wrong: whatever
   * is found from its onset on may be its doing.
   */
  outlasts?: true;
  /** It takes what only processes of this machine have. */
  onProcesses?: true;
  /**
   * It undoes what a server, or the primary of several, as processes of this machine, has written to its files and not
   * synced. Of Holdfast's own servers these keep files.
   */
  undoesFilesOf?: readonly [ServerProgram, ...ServerProgram[]];
  /** It undoes what the app, by processes of this machine, has written to files of its store and not synced. */
  undoesFilesOfStore?: true;
  /** Servers that can have it, where not every one can. It is done by asking them, and has none of their processes killed. */
  servers?: readonly [ServerProgram, ...ServerProgram[]];
}
