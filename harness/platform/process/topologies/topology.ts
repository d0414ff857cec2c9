import type { Tool } from '../../../provision/provision.ts';
import type { LayDisk } from '../forgetful-disk.ts';
import type { Reaper } from '../../../process/reaper.ts';

/** What the servers of a topology are started with. */
export interface TopologyContext {
  /** The store that they serve. */
  store: string;
  /** Those that are not as by default, by their names in harness/stores/settings.ts. */
  settings: Readonly<Record<string, string>>;
  /** Where it keeps its sessions, on a server of tables. */
  table?: string | undefined;
  /** The program of the servers. */
  tool: Tool;
  /** toxiproxy, for what has an address in front of its servers, or ways between them. */
  proxy?: Tool | undefined;
  /** Whether the plan breaks the way by which servers follow each other; where it does not, none costs a hop for it. */
  hasWays?: boolean;
  /** For their data, a folder for each; exists, and is removed after the experiment. */
  dataFolder: string;
  logFolder: string;
  /**
   * Puts the empty folder of a member on a disk of its own that can lose its power: each is a machine by itself. Absent:
   * nothing is in between.
   */
  layDisk?: LayDisk | undefined;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when one ends although nobody asked it to. */
  onDeath: (what: string) => void;
}
