import { usageError, type HoldfastError } from '../../errors.ts';
import type { About } from './about-schema.ts';
import { excerpt, type Answer } from './ask.ts';

export const MOUNT = 'mount it after the session middleware: app.use(probe()), as docs/YOUR-APP.md shows';

/** Why an answer is none of the probe's, where something in front of it gave it; undefined where nothing says so. */
export function turnedAway(target: string, { status, text, location }: Answer): HoldfastError | undefined {
  if (status >= 300 && status < 400 && location !== null) {
    return usageError(`${target} sends whoever asks for the probe to ${location.slice(0, 200)}`, {
      next: 'that address, if it is where browsers go; or mount the probe before what redirects, after the session middleware',
    });
  }
  if (status === 429) {
    return usageError(`${target} limits how often it is asked: it answered 429${excerpt(text)}`, {
      next: 'leave /probe/ out of the limit: mount the probe before it, after the session middleware',
    });
  }
  const own = /probe\(\{ hosts: [^"]*/.exec(text)?.[0];
  if (status === 403 && own !== undefined)
    return usageError(`the probe of ${target} does not answer to that name`, { next: own });
  // 419 is what some answer to a CSRF token that is not right.
  if (![401, 403, 407, 419, 422, 428].includes(status)) return undefined;
  return usageError(
    `something in front of the probe of ${target} turns requests away: it answered ${status}${excerpt(text)}`,
    {
      next: 'a check such as that of a CSRF token, or of a login: mount the probe before it, after the session middleware',
    },
  );
}

/** Why the probe has no session that it can work with; undefined where it has. */
export function whyNoSessions(target: string, { sessions, mounted }: About): HoldfastError | undefined {
  if (sessions !== 'other' && sessions !== 'absent') return undefined;
  if (sessions === 'other') {
    const seen = mounted?.includes('cookie-session')
      ? "cookie-session's"
      : 'a session that is not one of express-session';
    return usageError(
      `the probe at ${target} finds ${seen} on its requests, and it works with express-session`,
      {
        next: 'an app on express-session; cookie-session itself is tried with --store cookie',
      },
    );
  }
  if (mounted?.includes('express-session')) {
    return usageError(
      `express-session is mounted at ${target} and passes over the requests of the probe, so there is no session on them`,
      {
        next: 'it does so where cookie.path is not the beginning of /probe/ (path: "/" is), and while its store says that it is disconnected',
      },
    );
  }
  return usageError(`the probe at ${target} finds no session on its requests`, { next: MOUNT });
}
