import type { Claim } from './claim.ts';
import { nullDeletesTheCookie } from './cookie-ends.ts';
import { cookiesHaveALimit } from './cookie-size.ts';
import { onlyDestroyEnds } from './deleting.ts';
import { destroyCallsBackWhenClear } from './destroy-callback.ts';
import { memoryGrows } from './growth.ts';
import { anyKeyWorks } from './keys.ts';
import { whoSetsTheExpiry } from './lifetimes.ts';
import { othersWorkAsWell } from './other-stores.ts';
import { prefixesKeepAppsApart } from './prefixes.ts';
import { expiredSessionsArePurged } from './purging.ts';
import { secureCookiesNeedTrust } from './proxy.ts';
import { memoryForgets, survivesRestarts } from './restart.ts';
import { savedBeforeTheAnswer } from './saving.ts';
import { stillWorksAsInstancesComeAndGo } from './scaling.ts';
import { nestedObjectsAreSafe } from './serialization.ts';
import { memoryIsNotShared, sharedByInstances } from './shared.ts';
import { theSecretEncrypts } from './secrecy.ts';
import { aStolenCookieLetsIn, signedCookiesCannotBeAltered } from './tampering.ts';
import { thePageNeedsAUser } from './user-page.ts';
import { memoryWarns } from './warning.ts';
import { biggerCookiesTakeLonger } from './weight.ts';
import { settingsSaveMore } from './writing.ts';

const REDIS_SOURCE = 'Express tutorials; connect-redis readme: "Redis session storage for Express"';
const MONGO_SOURCE = 'Express tutorials; connect-mongo readme: "MongoDB session store for ... Express"';

/** Every claim, in the order in which they are reported. */
export const CLAIMS: readonly Claim[] = [
  memoryGrows,
  memoryForgets,
  memoryIsNotShared,
  memoryWarns,
  survivesRestarts('C5', 'redis', REDIS_SOURCE),
  sharedByInstances('C5', 'redis', REDIS_SOURCE),
  survivesRestarts('C5', 'node-redis', REDIS_SOURCE),
  sharedByInstances('C5', 'node-redis', REDIS_SOURCE),
  survivesRestarts('C6', 'mongo', MONGO_SOURCE),
  sharedByInstances('C6', 'mongo', MONGO_SOURCE),
  ...stillWorksAsInstancesComeAndGo,
  ...expiredSessionsArePurged,
  ...whoSetsTheExpiry,
  ...anyKeyWorks,
  ...nestedObjectsAreSafe,
  ...onlyDestroyEnds,
  ...destroyCallsBackWhenClear,
  ...savedBeforeTheAnswer,
  ...nullDeletesTheCookie,
  ...cookiesHaveALimit,
  ...signedCookiesCannotBeAltered,
  ...theSecretEncrypts,
  ...aStolenCookieLetsIn,
  ...biggerCookiesTakeLonger,
  ...secureCookiesNeedTrust,
  ...settingsSaveMore,
  ...othersWorkAsWell,
  ...thePageNeedsAUser,
  ...prefixesKeepAppsApart,
];
