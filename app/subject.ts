import type session from 'express-session';
import type { PROMISES } from '../protocol/promises.ts';
import type { ServerProgram, StopSignal } from '../protocol/servers.ts';
import type { OpenedStore, StoreContext } from './stores/store.ts';

/** What a subject is opened with: express-session, how long a session lives, and where to keep it. */
export type SubjectContext = Pick<StoreContext, 'session' | 'ttlMs'> & {
  /**
   * Of the server that the subject declares, by way of the wire that faults cut. Without one: a `file:` address of a
   * folder that is empty at first, that all instances share and find again after a restart, and that is removed at
   * the end.
   */
  url: string;
};

/** A store, and what there is to know and to do about it. */
export interface SubjectStore extends Pick<OpenedStore, 'store'>, Partial<Omit<OpenedStore, 'store'>> {}

/** How the server of a store is run. In every text `{port}` and `{folder}` stand for its own. */
interface ServerSettings {
  /** With `use`, besides those that Holdfast gives it: address, port and folder. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** What asks it to end in its own order; SIGTERM, or what Holdfast sends to the server that is used. */
  stopSignal?: StopSignal;
  /**
   * It is ready when it prints this; without it, as soon as it takes connections, or answers where Holdfast knows how
   * to ask. It may take so long, 20 s where not given.
   */
  ready?: { prints?: string; withinMs?: number };
}

/** The server of a store as a program of this machine. */
export type SubjectServer = ServerSettings &
  (
    | {
        /** One that Holdfast has itself, or fetches. */
        use: ServerProgram;
        /** Where it is reached, where that is not what Holdfast takes for it. */
        url?: string;
      }
    | {
        /** Faults send their signals to it and to all that it started in its process group. */
        command: string;
        /** Where it is reached, on 127.0.0.1 and its port: `redis://127.0.0.1:{port}`. */
        url: string;
      }
  );

export interface Subject {
  /** What reports call it; the name of its file where not given. */
  name?: string;
  /**
   * What its documentation promises, each with the place that says so. An experiment that tests something else is no
   * reason for the gate to fail. Not given: nobody said anything, and it is held to everything.
   */
  promises?: Readonly<Partial<Record<(typeof PROMISES)[number], string>>>;
  /** Started before the app, broken by faults, and ended with the run. */
  server?: SubjectServer;
  /** How long opening may take; 5 s where not given. */
  openWithinMs?: number;
  /** Opens the store in each instance of the app, each time that this starts. */
  open(
    context: SubjectContext,
  ): session.Store | SubjectStore | Promise<session.Store> | Promise<SubjectStore>;
}

/** The default export of a module for `holdfast run --subject`. Returns what it is given, with its types checked. */
export const defineSubject = (subject: Subject): Subject => subject;
