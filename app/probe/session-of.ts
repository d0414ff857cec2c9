import type { ProbeData } from './kept.ts';

/** A request's session, as the probe needs it of whatever framework and layer keeps it. */
export interface ProbeSession {
  /**
   * What the probe keeps in it; undefined where there is no session, or nothing of the probe in it. Throws where a
   * session could not be had. Changed in place or assigned; `save` follows.
   */
  data: ProbeData | undefined;
  /** Whether there is a session to look into, be it an empty one: without one nothing is known of what is kept. */
  readonly isReadable: boolean;
  /** Everything in it, for its size. */
  whole(): object;
  /** Has what was changed kept, in the app's way of doing so; answering comes after. Rejects if that failed. */
  save(): Promise<void>;
  /** A login: another session, under another id where the layer has ids, with these data alone; `save` follows. */
  renew(data: ProbeData): Promise<void>;
  /** Called before a change: what takes it back. */
  takingBack(): () => Promise<void> | void;
  /** A logout, in the app's way. Rejects if it failed. */
  destroy(): Promise<void> | void;
}
