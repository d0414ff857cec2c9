import type { Router } from 'express';
import { ROUTES, STATUS_REFUSED, type ProbeBody } from '../../protocol/routes.ts';
import { present } from './data.ts';
import { settled, type Saver } from './save.ts';

const KEY = `${ROUTES.key}/:key` as const;

/** One key of the session: read, write, remove and count up. */
export function keyRoutes(router: Router, { acknowledge }: Saver): void {
  router.get(KEY, (request, response) => {
    const data = present(request, response);
    const { key } = request.params;
    if (data) response.json({ owner: data.owner, key, value: data.values[key] ?? null } satisfies ProbeBody);
  });

  router.put(KEY, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const { key } = request.params;
    const { value, refuse } = request.body as { value: unknown; refuse?: boolean };
    data.values[key] = value;
    if (refuse) {
      // As an app does that finds a form invalid half-way: it takes its change back, and says that it did.
      await settled((done) => request.session.reload(done));
      response.status(STATUS_REFUSED).json({ error: 'refused, as asked' });
    } else await acknowledge(request, response, { owner: data.owner, key, value });
  });

  router.delete(KEY, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const { key } = request.params;
    delete data.values[key];
    await acknowledge(request, response, { owner: data.owner, key, value: null });
  });

  router.post(KEY, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const { key } = request.params;
    const value = Number(data.values[key] ?? 0) + 1;
    data.values[key] = value;
    await acknowledge(request, response, { owner: data.owner, key, value });
  });
}
