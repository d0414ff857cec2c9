import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, usageError } from '../../errors.ts';
import { STORE_NAMES, STORES, type StoreName } from '../../stores/catalogue.ts';

/** A store that a project seems to keep its sessions in, and what says so. */
export interface FoundStore {
  store: StoreName;
  by: string;
}

const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
/** Of which server's program an image is, by a part of its name. */
const IMAGES: readonly (readonly [part: RegExp, program: string])[] = [
  [/redis|valkey/, 'redis-server'],
  [/mongo/, 'mongod'],
  [/mysql|mariadb/, 'mariadbd'],
  [/postgres/, 'postgres'],
  [/memcached/, 'memcached'],
];

/** The stores that a project's packages and compose file speak of, the likeliest first. */
export async function findStores(folder: string): Promise<FoundStore[]> {
  const packages = packagesOf(await readIfThere(join(folder, 'package.json')));
  const texts = await Promise.all(COMPOSE_FILES.map((file) => readIfThere(join(folder, file))));
  return storesBy(packages, texts.flatMap(imagesOf));
}

/** The same by the names of packages and of images. */
export function storesBy(packages: ReadonlySet<string>, images: readonly string[]): FoundStore[] {
  const scored = STORE_NAMES.flatMap((store) => {
    const { npm, server } = STORES[store];
    const [adapter = 'express-session', ...drivers] = npm
      .filter((name) => name !== 'express-session')
      .map(published);
    const image = images.find((each) =>
      IMAGES.some(([part, program]) => program === server && part.test(each)),
    );
    const seen = [adapter, ...drivers].filter((name) => packages.has(name));
    // A driver by itself, or express-session beside a store, is there for something else.
    const isThere = packages.has(adapter);
    if (!isThere && (image === undefined || packages.size > 0)) return [];
    const by = isThere ? `${seen.join(' and ')} in package.json` : `the image ${image} of a service`;
    const isLast = npm.length === 1 && store === 'memory';
    return [
      { store, by, score: (isLast ? 0 : 2) + (isThere ? seen.length : 0) + (image === undefined ? 0 : 0.5) },
    ];
  });
  return scored.toSorted((a, b) => b.score - a.score).map(({ store, by }) => ({ store, by }));
}

/** Under which name npm has a package of which two versions are installed here. */
const published = (name: string) => name.replace(/^(connect-redis)-\d+$/, '$1');

function packagesOf(text: string): Set<string> {
  if (text === '') return new Set();
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, object | undefined>;
    return new Set(Object.keys({ ...dependencies, ...devDependencies }));
  } catch (cause) {
    throw usageError(`package.json could not be read: ${messageOf(cause).replaceAll(/\s+/g, ' ')}`, {
      cause,
    });
  }
}

/** Lines are enough: what is found is a suggestion. */
const imagesOf = (text: string): string[] =>
  [...text.matchAll(/^\s*image:\s*["']?([\w./:@-]+)/gm)].map(([, image = '']) => image);

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
