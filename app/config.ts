import { z } from 'zod';
import {
  LOGOUTS,
  SAVE_MODES,
  SECURE_COOKIES,
  USUAL_SECRET,
  type Logout,
  type SaveMode,
  type SecureCookie,
} from '../protocol/app-settings.ts';
import { KNOWN_STORES } from '../protocol/stores.ts';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

const lifeMs = z.coerce.number().int().positive();

const schema = z
  .object({
    HOLDFAST_STORE: z.string(),
    HOLDFAST_STORE_MODULE: z.string().min(1).optional(),
    HOLDFAST_STORE_URL: z.string().optional(),
    HOLDFAST_INSTANCE: z.string().default('app-1'),
    HOLDFAST_HOST: z.string().default('127.0.0.1'),
    HOLDFAST_PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOLDFAST_TTL_MS: lifeMs.default(600_000),
    HOLDFAST_STORE_TTL_MS: lifeMs.optional(),
    HOLDFAST_COOKIE_AGE_MS: z.union([z.literal('none'), lifeMs]).optional(),
    HOLDFAST_STORE_PREFIX: z.string().optional(),
    HOLDFAST_STORE_SETTINGS: z
      .string()
      .default('{}')
      .transform((text) => JSON.parse(text) as unknown)
      .pipe(z.record(z.string(), z.string())),
    HOLDFAST_LOGOUT: z.enum(LOGOUTS).default('destroy'),
    HOLDFAST_SECRET: z
      .string()
      .default(USUAL_SECRET)
      .transform((text) => text.split(',').map((secret) => secret.trim()))
      .pipe(z.tuple([z.string().min(1)], z.string().min(1))),
    HOLDFAST_SECURE_COOKIE: z.enum(SECURE_COOKIES).default('false'),
    HOLDFAST_TRUST_PROXY: z.string().default('false'),
    HOLDFAST_SAVE_MODE: z.enum(SAVE_MODES).default('implicit'),
    HOLDFAST_RESAVE: flag,
    HOLDFAST_ROLLING: flag,
    HOLDFAST_SAVE_UNINITIALIZED: flag,
    HOLDFAST_OBSERVE: z.enum(['true', 'false']).default('true'),
    HOLDFAST_CONTROL_TOKEN: z.string().min(16).optional(),
    HOLDFAST_DEATHS_FILE: z.string().optional(),
  })
  .refine(
    ({ HOLDFAST_STORE: name, HOLDFAST_STORE_MODULE: file }) =>
      file !== undefined || KNOWN_STORES.includes(name),
    {
      path: ['HOLDFAST_STORE'],
      error: ({ input }) =>
        `no store is called "${(input as { HOLDFAST_STORE: string }).HOLDFAST_STORE}"; known: ${KNOWN_STORES.join(', ')}`,
    },
  );

/** Settings of one app instance. */
export interface AppConfig {
  /** A known store, or what to call that of `storeModule`. */
  store: string;
  /** The file of a user's own module that gives the store. */
  storeModule: string | undefined;
  storeUrl: string | undefined;
  instance: string;
  host: string;
  port: number;
  /** The time to live that the store is given. */
  ttlMs: number;
  /** The cookie's age; undefined: it lives until the browser is closed. */
  cookieAgeMs: number | undefined;
  /** What the store's keys begin with, for stores that have keys; undefined: the package's default. */
  storePrefix: string | undefined;
  /** Settings of the store's client that are not as by default, by the names that a plan has for them. */
  storeSettings: Readonly<Record<string, string>>;
  logout: Logout;
  /** The first signs cookies, all are accepted: those after it were in use before. */
  secrets: [string, ...string[]];
  secureCookie: SecureCookie;
  /** Express's `trust proxy`, as text: `true`, `false`, a number of hops, or addresses and subnets. */
  trustProxy: string;
  saveMode: SaveMode;
  resave: boolean;
  rolling: boolean;
  saveUninitialized: boolean;
  /** False only to measure what observing costs. */
  observe: boolean;
  /** Absent: the control routes do not exist. */
  controlToken: string | undefined;
  /** Where the entrypoint of a container notes how processes ended. */
  deathsFile: string | undefined;
}

/** Reads the settings from HOLDFAST_* variables; an empty one is not set. Throws an Error that names each bad one. */
export function parseAppConfig(env: NodeJS.ProcessEnv): AppConfig {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, text]) => text !== '')));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { data } = parsed;
  const age = data.HOLDFAST_COOKIE_AGE_MS ?? data.HOLDFAST_TTL_MS;
  return {
    store: data.HOLDFAST_STORE,
    storeModule: data.HOLDFAST_STORE_MODULE,
    storeUrl: data.HOLDFAST_STORE_URL,
    instance: data.HOLDFAST_INSTANCE,
    host: data.HOLDFAST_HOST,
    port: data.HOLDFAST_PORT,
    ttlMs: data.HOLDFAST_STORE_TTL_MS ?? data.HOLDFAST_TTL_MS,
    cookieAgeMs: age === 'none' ? undefined : age,
    storePrefix: data.HOLDFAST_STORE_PREFIX,
    storeSettings: data.HOLDFAST_STORE_SETTINGS,
    logout: data.HOLDFAST_LOGOUT,
    secrets: data.HOLDFAST_SECRET,
    secureCookie: data.HOLDFAST_SECURE_COOKIE,
    trustProxy: data.HOLDFAST_TRUST_PROXY,
    saveMode: data.HOLDFAST_SAVE_MODE,
    resave: data.HOLDFAST_RESAVE,
    rolling: data.HOLDFAST_ROLLING,
    saveUninitialized: data.HOLDFAST_SAVE_UNINITIALIZED,
    observe: data.HOLDFAST_OBSERVE === 'true',
    controlToken: data.HOLDFAST_CONTROL_TOKEN,
    deathsFile: data.HOLDFAST_DEATHS_FILE,
  };
}
