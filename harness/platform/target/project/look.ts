import { ROUTES } from '../../../../protocol/routes.ts';
import { lookAt } from '../about.ts';
import { ask } from '../ask.ts';
import type { Given } from '../taken-back.ts';

const ANSWER_LIMIT_MS = 1000;
/** Of instances that share nothing, another one may be asked for it. */
const TIMES = 4;

export interface LookOptions {
  target: string;
  asProxy: boolean;
  signal: AbortSignal;
}

/** A session that an app has just given out again. Rejects where it does not. */
export async function readableSession({ target, asProxy, signal }: LookOptions): Promise<Given> {
  for (let time = 0; time < TIMES; time++) {
    const { given } = await lookAt(target, { signal, asProxy });
    if (await isReadable(given, signal)) return given;
  }
  throw new Error(`${target} did not give out again the sessions that it made`);
}

/** Whether the app gives out a session now, within a second. */
export async function isReadable({ target, headers }: Given, signal: AbortSignal): Promise<boolean> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
    return (await ask(target, ROUTES.session, { headers, signal: limited })).status === 200;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
