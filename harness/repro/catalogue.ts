import { connectRedis10OnIoredis } from './connect-redis-10-on-ioredis.ts';
import { cookieOutlivesItsAge } from './cookie-outlives-its-age.ts';
import { cookieReplay } from './cookie-replay.ts';
import { cookieTooBig } from './cookie-too-big.ts';
import { fileStoreCutFiles } from './file-store-cut-files.ts';
import { fileStoreRetries } from './file-store-retries.ts';
import { fileStoreTouchUndoes } from './file-store-touch-undoes.ts';
import { ioredisStaysWithTheOldPrimary } from './ioredis-stays-with-the-old-primary.ts';
import { memcachedEmptyAfterARestart } from './memcached-empty-after-a-restart.ts';
import { memcachedForgetsTheActive } from './memcached-forgets-the-active.ts';
import { memcachedThirtyDays } from './memcached-thirty-days.ts';
import { memcachedTouchSaves } from './memcached-touch-saves.ts';
import { memoryLeak } from './memory-leak.ts';
import { memoryLostInARestart } from './memory-lost-in-a-restart.ts';
import { memorystoreKeeps } from './memorystore-keeps.ts';
import { mongoCrash } from './mongo-crash.ts';
import { mongoKeepsForAMinute } from './mongo-keeps-for-a-minute.ts';
import { mongoNothingToTouch } from './mongo-nothing-to-touch.ts';
import { mongoStaysAwayAfterAStepDown } from './mongo-stays-away-after-a-step-down.ts';
import { mysqlCutsLargeSessions } from './mysql-cuts-large-sessions.ts';
import { mysqlNeverExpires } from './mysql-never-expires.ts';
import { mysqlStaysAway } from './mysql-stays-away.ts';
import { nodeRedisIdleConnection } from './node-redis-idle-connection.ts';
import { nodeRedisStaysWithTheOldPrimary } from './node-redis-stays-with-the-old-primary.ts';
import { notShared } from './not-shared.ts';
import { overlappingUpdates } from './overlapping-updates.ts';
import { redirectBeforeSave } from './redirect-before-save.ts';
import { redisCrash } from './redis-crash.ts';
import { redisKeepsRequestsWaiting } from './redis-keeps-requests-waiting.ts';
import { redisReadOnlyWindow } from './redis-read-only-window.ts';
import { regeneratedSavedTwice } from './regenerated-saved-twice.ts';
import type { PublicReport } from './report.ts';
import { revivedByParallelRequest } from './revived-by-parallel-request.ts';
import { savedInWordsOnly } from './saved-in-words-only.ts';
import { secureCookie } from './secure-cookie.ts';
import { sequelizeShowsExpired } from './sequelize-shows-expired.ts';
import { sqliteExpiresLate } from './sqlite-expires-late.ts';
import { strangersFillTheStore } from './strangers-fill-the-store.ts';
import { undoneByARead } from './undone-by-a-read.ts';
import { valuesBecomeJson } from './values-become-json.ts';

/** Every public report that can be provoked here, by name. */
export const REPROS = {
  'overlapping-updates': overlappingUpdates,
  'revived-by-parallel-request': revivedByParallelRequest,
  'undone-by-a-read': undoneByARead,
  'redirect-before-save': redirectBeforeSave,
  'regenerated-saved-twice': regeneratedSavedTwice,
  'saved-in-words-only': savedInWordsOnly,
  'secure-cookie': secureCookie,
  'strangers-fill-the-store': strangersFillTheStore,
  'values-become-json': valuesBecomeJson,
  'memory-leak': memoryLeak,
  'memory-lost-in-a-restart': memoryLostInARestart,
  'not-shared': notShared,
  'memorystore-keeps': memorystoreKeeps,
  'cookie-too-big': cookieTooBig,
  'cookie-replay': cookieReplay,
  'cookie-outlives-its-age': cookieOutlivesItsAge,
  'redis-crash': redisCrash,
  'redis-keeps-requests-waiting': redisKeepsRequestsWaiting,
  'connect-redis-10-on-ioredis': connectRedis10OnIoredis,
  'mongo-crash': mongoCrash,
  'mongo-keeps-for-a-minute': mongoKeepsForAMinute,
  'mongo-nothing-to-touch': mongoNothingToTouch,
  'mysql-never-expires': mysqlNeverExpires,
  'mysql-cuts-large-sessions': mysqlCutsLargeSessions,
  'mysql-stays-away': mysqlStaysAway,
  'sequelize-shows-expired': sequelizeShowsExpired,
  'sqlite-expires-late': sqliteExpiresLate,
  'memcached-forgets-the-active': memcachedForgetsTheActive,
  'memcached-thirty-days': memcachedThirtyDays,
  'memcached-empty-after-a-restart': memcachedEmptyAfterARestart,
  'memcached-touch-saves': memcachedTouchSaves,
  'file-store-retries': fileStoreRetries,
  'file-store-cut-files': fileStoreCutFiles,
  'file-store-touch-undoes': fileStoreTouchUndoes,
  'ioredis-stays-with-the-old-primary': ioredisStaysWithTheOldPrimary,
  'node-redis-stays-with-the-old-primary': nodeRedisStaysWithTheOldPrimary,
  'redis-read-only-window': redisReadOnlyWindow,
  'node-redis-idle-connection': nodeRedisIdleConnection,
  'mongo-stays-away-after-a-step-down': mongoStaysAwayAfterAStepDown,
} as const satisfies Record<string, PublicReport>;

export type ReproName = keyof typeof REPROS;
export const REPRO_NAMES = Object.keys(REPROS) as [ReproName, ...ReproName[]];

/** A report by its name. */
export const reproOf = (name: ReproName): PublicReport => REPROS[name];
