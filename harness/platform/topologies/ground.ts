import type { Toxiproxy } from 'toxiproxy-node-client';
import type { Command, Preparing, ServerPlace } from '../../../servers/lib/server.ts';
import type { Address } from '../address.ts';
import type { Disk, Part } from '../subject.ts';

/**
 * What the servers of a topology run on, be it processes of this machine or pods: all that a topology needs of it, so that
 * each is written down once.
 */
export interface Ground {
  /** A place by itself for one server, where nothing runs yet. */
  site(name: string): Promise<Site>;
  /** A toxiproxy without any proxy. Rejects with `unavailable` where there is none. */
  proxies(name: string, what: string): Promise<Proxies>;
}

/** Where one server is to run. Nothing on it has to be disposed of until a server was started. */
export interface Site {
  /** `redis-1`; also of its log. */
  readonly name: string;
  /** Where the harness and all others reach what will run there. */
  readonly address: Address;
  /** What its command takes. */
  readonly place: ServerPlace;
  /** By which its folder is made ready. */
  readonly preparing: Preparing;
  /** What its program is called. */
  readonly program: string;
  /** Another port of it, for a server that takes two. */
  secondPort(): Promise<number>;
  /** Starts a server there, and waits until it answers. Rejects with `unavailable` where it does not. */
  start(options: MemberOptions): Promise<Member>;
}

export interface MemberOptions {
  /** What people call it: `redis-server (redis-1)`. */
  what: string;
  /** How it is started, each time anew. */
  command: () => Command;
  /** Makes its empty folder ready. */
  prepare?: () => Promise<void>;
  /** Makes its folder fit what it is to be now, before each of its starts: anew, or it is as it was left. */
  beforeStart?: () => Promise<'anew' | 'left'>;
  /** Tells it whom to follow, after each of its starts. */
  afterStart?: () => Promise<void>;
  /** It only watches over those that have the data: nothing is done to its files. */
  watches?: boolean;
  /** What asks it to end in its own order; SIGTERM if not said. */
  gentleSignal?: 'SIGTERM' | 'SIGINT';
  /** One attempt to have an answer of it. */
  ask: () => Promise<unknown>;
}

/** One server of a topology. Disposing of it ends it. */
export interface Member extends Part, AsyncDisposable {
  readonly address: Address;
  /** What its files lie on, where that can lose its power. */
  readonly disk?: Disk & { settle(): Promise<void> };
}

/** A toxiproxy that runs. Disposing of it ends it. */
export interface Proxies extends AsyncDisposable {
  /** Where it is told what to do. */
  readonly api: string;
  readonly client: Toxiproxy;
  /** Makes a proxy to a `host:port`, and resolves to where it listens. */
  proxy(name: string, upstream: string): Promise<Address>;
}
