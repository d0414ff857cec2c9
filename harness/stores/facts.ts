import type { PromiseId } from '../../protocol/promises.ts';
import type { Subject } from '../model/plan.ts';
import type { ReplicatedName } from '../model/topologies.ts';
import type { StoreSetting } from './settings.ts';
import type { ServerName } from './servers.ts';

/** A thing that a store's own documentation says of it. */
export interface StorePromise {
  id: PromiseId;
  /** Where the documentation says so. */
  source: string;
}

/** What the harness has to know of a store, whoever's it is. */
export interface StoreFacts {
  /** What people call it. */
  name: string;
  /** The package as a reader knows it. */
  packages: string;
  /** Its server, for a store that has one. */
  server?: ServerName;
  /** It keeps its data in a folder, which all instances share and every life of them finds again. */
  needsFolder?: true;
  promises: readonly StorePromise[];
  /** What the server's own memory figure is, or what stands for it; empty for a store that keeps nothing outside of the app. */
  figure: string;
}

/**
 * All that is known of a store of Holdfast's own, but for how it is opened, which is `app/stores/<store>.ts`. What else
 * names the stores is made from these entries by `npm run stack`.
 */
export interface StoreEntry extends StoreFacts {
  /** The npm packages that make it up, as they are called in node_modules. */
  npm: readonly [string, ...string[]];
  /**
   * The folder whose package-lock.json pins them, where Holdfast does not bring them along: npm fetches them into the
   * cache when the store is first used, and the folder's generate.mjs makes what is made from them.
   */
  pinnedIn?: string;
  /** It has no option for a time to live, or is not given one: its sessions live as long as their cookies, or a day. */
  takesTtl?: false;
  /** Where it keeps its sessions in a database, on a server or in a file. */
  table?: string;
  /** How its server can be laid out besides one by itself. */
  topologies?: readonly ReplicatedName[];
  settings?: readonly StoreSetting[];
  /** Where its documentation says that it keeps through a failover what it acknowledged, laid out and set so; undefined: it does not. */
  survivesFailover?: (subject: Pick<Subject, 'topology' | 'settings'>) => string | undefined;
  /** What it promises and its documentation takes back of one that is set so. */
  takesBack?: (subject: Pick<Subject, 'settings'>) => PromiseId | undefined;
  /** Absent for a store that is not on the live stack, and runs on this machine alone. */
  stack?: StackFacts;
}

/** A store on the live stack (docker-compose.yml). */
export interface StackFacts {
  /** Its balancer's; its instances have the ports after that. */
  port: number;
  /** `docker compose up` brings it up without a profile. */
  always?: true;
  /** The image of its app, where it needs one of its own: a target of infra/app/Dockerfile. */
  image?: string;
  /** Which of its server's databases is its own, where stores have to share none. */
  database?: string;
}

/** The same source for several promises. */
export const promisedIn = (source: string, ...ids: PromiseId[]): StorePromise[] =>
  ids.map((id) => ({ id, source }));
