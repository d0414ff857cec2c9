import { createHmac, randomBytes } from 'node:crypto';
import { HEADERS_OF_PROXY, ROUTES } from '../../../protocol/routes.ts';
import type { AppInstance, Secrets, Signing } from '../../platform/subject.ts';
import { rolled } from './app-rolling.ts';
import type { InjectFault } from './fault.ts';

const ANSWER_LIMIT_MS = 10_000;

/**
 * Starts every instance again with a new secret, the old one still accepted. Several instances first learn to accept the
 * new one, or a cookie of one would be refused by the next. The new secret stays.
 */
export const rotateSecret: InjectFault = async ({ subject: { instances }, durationMs, signal }) => {
  const [first] = instances;
  if (first === undefined) throw new Error('there is no instance');
  const old = signingOf(first).secrets;
  const fresh = randomBytes(16).toString('hex');
  const steps: Secrets[] = [[fresh, ...old]];
  if (instances.length > 1) steps.unshift([...old, fresh]);
  const before = await newSession(first);
  let evidence = {};
  for (const secrets of steps)
    evidence = await rolled(instances, {
      ending: 'SIGTERM',
      awayMs: durationMs,
      signal,
      whileGone: (instance) => signingOf(instance).use(secrets),
    });
  const after = await newSession(first);
  for (const instance of instances) {
    if (!(await isTaken(instance, after)))
      throw new Error(`${instance.name} does not take a cookie of ${first.name}`);
  }
  assertSignedWith(fresh, after);
  const seen = await Promise.all(instances.map((instance) => isTaken(instance, before)));
  return {
    ...evidence,
    steps: steps.length,
    cookieFromBefore: seen.every(Boolean) ? 'taken' : 'not taken',
  };
};

function signingOf({ name, signing }: AppInstance): Signing {
  if (signing === undefined) throw new Error(`what ${name} signs cookies with cannot be changed`);
  return signing;
}

/** The cookies of a new session, as a header has them. */
async function newSession({ name, url }: AppInstance): Promise<string> {
  const response = await fetch(url + ROUTES.session, {
    method: 'POST',
    headers: { ...HEADERS_OF_PROXY, 'content-type': 'application/json' },
    body: JSON.stringify({ owner: 'holdfast' }),
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
  await response.arrayBuffer();
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  if (!response.ok || cookies.length === 0)
    throw new Error(
      `${name} was to give a session, and answered ${response.status} with ${cookies.length} cookies`,
    );
  return cookies.join('; ');
}

async function isTaken({ url }: AppInstance, cookie: string): Promise<boolean> {
  const response = await fetch(url + ROUTES.session, {
    headers: { ...HEADERS_OF_PROXY, cookie },
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
  await response.arrayBuffer();
  return response.ok;
}

/** express-session's `s:<id>.<signature>`. cookie-session's signatures are left to what is taken. */
function assertSignedWith(secret: string, cookies: string): void {
  const [, id, signature] = /=s:([^.;]+)\.([^;]+)/.exec(decodeURIComponent(cookies)) ?? [];
  if (id === undefined) return;
  const wanted = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '');
  if (signature !== wanted) throw new Error('a cookie from after is not signed with the new secret');
}
