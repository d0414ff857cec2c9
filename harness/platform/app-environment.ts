import type { Subject } from '../model/plan.ts';
import { knownStore } from '../stores/catalogue.ts';

/** All that docker-compose.yml hands on to the app of a stack by the same names. */
export const APP_SETTINGS = [
  'HOLDFAST_TTL_MS',
  'HOLDFAST_SAVE_MODE',
  'HOLDFAST_RESAVE',
  'HOLDFAST_ROLLING',
  'HOLDFAST_SAVE_UNINITIALIZED',
  'HOLDFAST_SECRET',
  'HOLDFAST_SECURE_COOKIE',
  'HOLDFAST_TRUST_PROXY',
  'HOLDFAST_COOKIE_AGE_MS',
  'HOLDFAST_STORE_TTL_MS',
  'HOLDFAST_LOGOUT',
] as const;

/** The settings of the app that follow from the subject alone, by the names that the app reads them by. */
export function appEnvironment(subject: Subject): Record<string, string> {
  return {
    HOLDFAST_STORE: knownStore(subject.store) ?? subject.store,
    HOLDFAST_TTL_MS: String(subject.ttlMs),
    HOLDFAST_SAVE_MODE: subject.saveMode,
    HOLDFAST_RESAVE: String(subject.resave),
    HOLDFAST_ROLLING: String(subject.rolling),
    HOLDFAST_SAVE_UNINITIALIZED: String(subject.saveUninitialized),
    ...given('HOLDFAST_STORE_TTL_MS', subject.storeTtlMs?.toString()),
    ...given('HOLDFAST_COOKIE_AGE_MS', subject.cookieAgeMs?.toString()),
    ...given('HOLDFAST_LOGOUT', subject.logout),
    ...given('HOLDFAST_SECURE_COOKIE', subject.secureCookie),
    ...given('HOLDFAST_TRUST_PROXY', subject.trustProxy),
    ...given('HOLDFAST_STORE_SETTINGS', subject.settings && JSON.stringify(subject.settings)),
    ...given('HOLDFAST_SECRET', subject.secrets?.join(',')),
  };
}

const given = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: value };
