import type { Claim } from './claim.ts';
import { memoryGrows } from './growth.ts';
import { memoryForgets, survivesRestarts } from './restart.ts';
import { memoryIsNotShared, sharedByInstances } from './shared.ts';
import { memoryWarns } from './warning.ts';

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
  survivesRestarts('C6', 'mongo', MONGO_SOURCE),
  sharedByInstances('C6', 'mongo', MONGO_SOURCE),
];
