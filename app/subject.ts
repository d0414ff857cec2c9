import type session from 'express-session';
import type { PROMISES } from '../protocol/promises.ts';
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

/** The server of a store as a program of this machine. In every text `{port}` and `{folder}` stand for its own. */
export interface SubjectServer {
  /** Faults send their signals to it and to all that it started in its process group. */
  command: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Where it is reached, on 127.0.0.1 and its port: `redis://127.0.0.1:{port}`. */
  url: string;
  /** It is ready when it prints this; without it, as soon as it takes connections. */
  ready?: { prints: string };
}

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
  /** Opens the store in each instance of the app, each time that this starts; within 5 s. */
  open(
    context: SubjectContext,
  ): session.Store | SubjectStore | Promise<session.Store> | Promise<SubjectStore>;
}

/** The default export of a module for `holdfast run --subject`. Returns what it is given, with its types checked. */
export const defineSubject = (subject: Subject): Subject => subject;
