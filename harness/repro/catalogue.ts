import { cookieReplay } from './cookie-replay.ts';
import { cookieTooBig } from './cookie-too-big.ts';
import { fileStoreCutFiles } from './file-store-cut-files.ts';
import { fileStoreRetries } from './file-store-retries.ts';
import { memcachedForgetsTheActive } from './memcached-forgets-the-active.ts';
import { memoryLeak } from './memory-leak.ts';
import { memorystoreKeeps } from './memorystore-keeps.ts';
import { mongoCrash } from './mongo-crash.ts';
import { mongoKeepsForAMinute } from './mongo-keeps-for-a-minute.ts';
import { mysqlNeverExpires } from './mysql-never-expires.ts';
import { notShared } from './not-shared.ts';
import { overlappingUpdates } from './overlapping-updates.ts';
import { redirectBeforeSave } from './redirect-before-save.ts';
import { redisCrash } from './redis-crash.ts';
import type { PublicReport } from './report.ts';
import { revivedByParallelRequest } from './revived-by-parallel-request.ts';
import { savedInWordsOnly } from './saved-in-words-only.ts';
import { secureCookie } from './secure-cookie.ts';
import { sequelizeShowsExpired } from './sequelize-shows-expired.ts';
import { sqliteExpiresLate } from './sqlite-expires-late.ts';

/** Every public report that can be provoked here, by name. */
export const REPROS = {
  'overlapping-updates': overlappingUpdates,
  'revived-by-parallel-request': revivedByParallelRequest,
  'redirect-before-save': redirectBeforeSave,
  'saved-in-words-only': savedInWordsOnly,
  'secure-cookie': secureCookie,
  'memory-leak': memoryLeak,
  'not-shared': notShared,
  'memorystore-keeps': memorystoreKeeps,
  'cookie-too-big': cookieTooBig,
  'cookie-replay': cookieReplay,
  'redis-crash': redisCrash,
  'mongo-crash': mongoCrash,
  'mongo-keeps-for-a-minute': mongoKeepsForAMinute,
  'mysql-never-expires': mysqlNeverExpires,
  'sequelize-shows-expired': sequelizeShowsExpired,
  'sqlite-expires-late': sqliteExpiresLate,
  'memcached-forgets-the-active': memcachedForgetsTheActive,
  'file-store-retries': fileStoreRetries,
  'file-store-cut-files': fileStoreCutFiles,
} as const satisfies Record<string, PublicReport>;

export type ReproName = keyof typeof REPROS;
export const REPRO_NAMES = Object.keys(REPROS) as [ReproName, ...ReproName[]];

/** A report by its name. */
export const reproOf = (name: ReproName): PublicReport => REPROS[name];
