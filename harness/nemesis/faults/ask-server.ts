import { SERVER_PROGRAMS, SERVER_URLS, type ServerProgram } from '../../../protocol/servers.ts';
import type { BreakServer } from '../servers/broken.ts';
import type { InjectFault } from './fault.ts';
import { forItsTime } from './for-its-time.ts';

/** Has the server break itself in its own way, and restore itself after the fault's time. */
export function askServer(ways: Partial<Readonly<Record<ServerProgram, BreakServer>>>): InjectFault {
  return async ({ subject: { server }, target, durationMs, parameters, signal }) => {
    if (server?.name !== target) throw new Error(`there is no ${target}`);
    const { url } = server;
    if (url === undefined)
      throw new Error(`${target} cannot be asked: nobody outside of its network reaches it`);
    const program = SERVER_PROGRAMS.find((each) => schemeOf(SERVER_URLS[each]) === schemeOf(url));
    const breakServer = program && ways[program];
    if (breakServer === undefined) throw new Error(`it is not known how ${target} (${url}) could be asked`);
    await using broken = await breakServer({ url, server, parameters, signal });
    let isRestored = false;
    try {
      const brokenMs = await forItsTime(durationMs, signal);
      const seenLast = await broken.still?.();
      const restored = await broken.restore();
      isRestored = true;
      return { ...broken.evidence, ...seenLast, ...restored, ...parameters, brokenMs };
    } finally {
      if (!isRestored) await broken.restore();
    }
  };
}

const schemeOf = (url: string) => url.slice(0, url.indexOf(':'));
