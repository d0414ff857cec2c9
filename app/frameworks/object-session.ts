import type { ProbeData } from '../probe/kept.ts';
import type { ProbeSession } from '../probe/session-of.ts';

/** A session whose values are an object, for layers that keep what is in that when the answer is sent. */
export interface ObjectSession {
  /** The object as it is now; undefined or null where there is none. */
  values: () => { [name: string]: unknown } | null | undefined;
  /** What the app has put into it, where the object has more than that. */
  whole?: () => object;
  /** Where the layer keeps nothing by itself as the request is answered. */
  save?: () => Promise<unknown> | void;
  /** Called at a login, when nothing but what the login keeps is left in it: another id, where there are ids. */
  renew?: () => Promise<unknown> | void;
  destroy: () => Promise<unknown> | void;
}

const PLACE = 'holdfast';

/** What the probe keeps in such a session, under a name of its own. */
export function objectSession(session: ObjectSession): ProbeSession {
  const { values, save, renew, destroy, whole = () => values() ?? {} } = session;
  const here = () => values()?.[PLACE] as ProbeData | undefined;
  const put = (data: ProbeData | undefined) => {
    const object = values();
    if (object == null) throw new TypeError('the request has no session');
    object[PLACE] = data;
  };
  /** As it came, from when it was looked at first. */
  let before: { data: ProbeData | undefined } | undefined;
  const takeBack = () => put(before?.data);
  return {
    get isReadable() {
      return values() !== undefined;
    },
    get data() {
      before ??= { data: structuredClone(here()) };
      return here();
    },
    set data(data) {
      put(data);
    },
    whole,
    async save() {
      if (save) await save();
      else assertWritable(here(), takeBack);
    },
    async renew(data) {
      for (const key of Object.keys(whole())) Reflect.deleteProperty(values() ?? {}, key);
      put(data);
      await renew?.();
    },
    takingBack: () => takeBack,
    async destroy() {
      await destroy();
    },
  };
}

/**
 * Throws for what JSON cannot write, when that has been taken back. A layer that writes the session down as the answer
 * goes out throws behind all that an app has to catch it, and ends the app.
 */
function assertWritable(data: unknown, takeBack: () => void): void {
  try {
    JSON.stringify(data);
  } catch (error) {
    takeBack();
    throw error;
  }
}
