import type { Request, Router } from 'express';
import { HEADERS, REDIRECTED_BY, ROUTES } from '../../protocol/routes.ts';
import { newData, present } from './data.ts';
import { putAt } from './document.ts';
import { settled, type Saver } from './save.ts';
import { changeIn, wantedIn } from './wanted.ts';

/** A write and a login that are answered with a redirect to what they wrote. */
export function redirectRoutes(router: Router, { redirect }: Saver): void {
  router.post(`${ROUTES.redirectKey}/:key`, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const { key } = request.params;
    const change = changeIn(request, response);
    if (!change) return;
    putAt(data.values, [key], change.value);
    await redirect(request, response, targetOf(request, key, change));
  });

  router.post(ROUTES.redirectLogin, async (request, response) => {
    if (!present(request, response)) return;
    const wanted = wantedIn(request, response);
    if (!wanted) return;
    await settled((done) => request.session.regenerate(done));
    request.session.holdfast = newData(wanted);
    await redirect(request, response, targetOf(request, wanted.key ?? '', wanted));
  });
}

/** Where the key is read, at the host that the client asked for if that is this machine: nobody is sent elsewhere. */
function targetOf(request: Request, key: string, { host }: { host?: string | undefined }): string {
  const by = String(request.res?.getHeader(HEADERS.instance) ?? '');
  const path = `${ROUTES.key}/${encodeURIComponent(key)}?${new URLSearchParams({ [REDIRECTED_BY]: by }).toString()}`;
  if (host === undefined) return path;
  const target = URL.parse(path, `${request.protocol}://${host}`);
  return target?.hostname === request.hostname ? target.href : path;
}
