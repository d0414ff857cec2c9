import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../protocol/message-of.ts';
import { HEADERS } from '../../protocol/routes.ts';

/** So often in a row, and it is no pod that was just started anew. */
const TRIES_BEFORE_SAID = 5;

interface Telling {
  /** Where it is passed on. */
  url: string;
  token: string;
  everyMs: number;
  signal: AbortSignal;
  report: (line: string) => void;
}

/**
 * Tells generators that no more faults are to come, again and again until the signal aborts: who passes it on may have been
 * started anew, and knows nothing then. Where it goes wrong and stays so, that is said once; it never rejects.
 */
export async function tellOver({ url, token, everyMs, signal, report }: Telling): Promise<void> {
  for (let failed = 0; !signal.aborted;) {
    const why = await tell(url, token, signal);
    failed = why === undefined ? 0 : failed + 1;
    if (failed === TRIES_BEFORE_SAID && !signal.aborted)
      report(`the generators wait, as they are not told that the faults are over: ${why}`);
    await delay(everyMs, undefined, { signal }).catch(() => {});
  }
}

/** Why it was not passed on; undefined: it was. */
async function tell(url: string, token: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { method: 'PUT', headers: { [HEADERS.token]: token }, signal });
    const text = await answer.text();
    return answer.ok ? undefined : `the exporter answered ${answer.status} ${text.slice(0, 200)}`;
  } catch (error) {
    return messageOf(error);
  }
}
