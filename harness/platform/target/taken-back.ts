import { shownHeader } from '../../../protocol/cookies/set-cookie.ts';
import { HEADERS, ROUTES } from '../../../protocol/routes.ts';
import { usageError } from '../../errors.ts';
import { ask, type Answer } from './ask.ts';
import { ASKINGS } from './instances.ts';

/** Under each of these an app may have a session middleware of its own. */
const PLACES = [
  ROUTES.session,
  `${ROUTES.key}/look`,
  `${ROUTES.place}?path=look`,
  ROUTES.page,
  `${ROUTES.kind}/map`,
];
/** A store that finds a session now and then is no other secret. */
const TIMES = 3;

export interface Given {
  /** Where the cookie was given. */
  target: string;
  setCookies: readonly string[];
  /** What a client shows, and says besides. */
  headers: Readonly<Record<string, string>>;
}

/**
 * Rejects with a usage error where an instance, or a part of the app, does not take the cookie that another has given
 * for a session which its own store has: they sign with different secrets, and every visitor who meets both is without
 * a session. Asks as often as it takes to meet instances behind a balancer.
 */
export async function assertTakenBack(
  targets: readonly string[],
  { target: giver, setCookies, headers }: Given,
  { instances, signal }: { instances: number; signal: AbortSignal },
): Promise<void> {
  const behind = instances > targets.length ? ASKINGS : 1;
  const at = (target: string, place: string) => ask(target, place, { headers, signal });
  for (const target of targets) {
    for (const place of [...Array.from({ length: behind - 1 }, () => ROUTES.session), ...PLACES]) {
      const answer = await at(target, place);
      if (!isUnread(answer)) continue;
      let again = 0;
      for (let asked = 0; asked < behind * TIMES && again < TIMES; asked++) {
        const more = await at(target, place);
        if (instanceOf(more) === instanceOf(answer)) again += isUnread(more) ? 1 : Number.NEGATIVE_INFINITY;
      }
      if (again < TIMES) continue;
      const header = setCookies.map(shownHeader).join(', ');
      throw usageError(
        `${target}${place} (${instanceOf(answer)}) does not take the cookie that ${giver} gave (Set-Cookie: ${header}), though its store has the session: two session middlewares sign with different secrets`,
        { next: 'give both the same secrets, or each a cookie of its own name' },
      );
    }
  }
}

const isUnread = ({ headers }: Answer) => headers.has(HEADERS.unread);
const instanceOf = ({ headers }: Answer) => headers.get(HEADERS.instance) ?? 'no instance';
