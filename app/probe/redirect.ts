import { REDIRECTED_BY, ROUTES } from '../../protocol/routes.ts';
import type { Answer, Call, Route } from './call.ts';
import { newData, present } from './data.ts';
import { putAt } from './document.ts';
import { changeIn, wantedIn } from './wanted.ts';

/** A write and a login that are answered with a redirect to what they wrote. */
export const redirectRoutes: readonly Route[] = [
  { method: 'POST', pattern: `${ROUTES.redirectKey}/:key`, run: write },
  { method: 'POST', pattern: ROUTES.redirectLogin, run: logIn },
];

async function write(call: Call): Promise<Answer> {
  const { values } = present(call);
  const key = call.params['key'] as string;
  const change = changeIn(call);
  putAt(values, [key], change.value);
  return redirected(call, key, change);
}

async function logIn(call: Call): Promise<Answer> {
  present(call);
  const wanted = wantedIn(call);
  await call.session.renew(newData(wanted));
  return redirected(call, wanted.key ?? '', wanted);
}

async function redirected(call: Call, key: string, { host }: { host?: string | undefined }): Promise<Answer> {
  await call.session.save();
  return { status: 302, location: targetOf(call, key, host) };
}

/** Where the key is read, at the host that the client asked for if that is this machine: nobody is sent elsewhere. */
function targetOf({ instance, protocol, hostname }: Call, key: string, host: string | undefined): string {
  const by = new URLSearchParams({ [REDIRECTED_BY]: instance }).toString();
  const path = `${ROUTES.key}/${encodeURIComponent(key)}?${by}`;
  if (host === undefined) return path;
  const target = URL.parse(path, `${protocol}://${host}`);
  return target?.hostname === hostname ? target.href : path;
}
