import type { FaultSite } from './traits.ts';

export const NEEDS_WIRE = 'a store with a server, app and server both started by Holdfast, and toxiproxy';
/** What a fault of a site cannot do without. */
export const NEEDS: Readonly<Record<FaultSite, string>> = {
  app: 'an app that Holdfast starts, or one in a compose project or a cluster',
  server: 'a store with a server that Holdfast starts, or one in a compose project or a cluster',
  wire: 'a store with a server that Holdfast starts, and toxiproxy; or a server in a compose project',
};

export const NEEDS_CHAOS_MESH =
  'pods that Holdfast makes (--platform kubernetes), and Chaos Mesh in that cluster';
export const NEEDS_REPLICAS = 'a store on servers of which one can take over (--topology)';
