import { Redis } from 'ioredis';
import type { ReadContents } from './contents.ts';

export const contentsOfRedis: ReadContents = async (url) => {
  const client = new Redis(url);
  try {
    const keys = await client.keys('*');
    const values = keys.length === 0 ? [] : await client.mget(keys);
    return values.filter((value) => value !== null);
  } finally {
    client.disconnect();
  }
};
