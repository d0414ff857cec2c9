import type { Router } from 'express';
import { ROUTES, STATUS_REFUSED, type ProbeBody } from '../../protocol/routes.ts';
import { present } from './data.ts';
import { putAt, removeAt, valueAt } from './document.ts';
import { settled, type Saver } from './save.ts';
import { changeIn } from './wanted.ts';

const KEY = `${ROUTES.key}/:key` as const;

/** One key of the session: read, write, remove and count up. */
export function keyRoutes(router: Router, { acknowledge }: Saver): void {
  router.get(KEY, (request, response) => {
    const data = present(request, response);
    const { key } = request.params;
    if (data)
      response.json({
        owner: data.owner,
        key,
        value: valueAt(data.values, [key]) ?? null,
      } satisfies ProbeBody);
  });

  router.put(KEY, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const { key } = request.params;
    const change = changeIn(request, response);
    if (!change) return;
    const { value, refuse } = change;
    putAt(data.values, [key], value);
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
    removeAt(data.values, [key]);
    await acknowledge(request, response, { owner: data.owner, key, value: null });
  });

  router.post(KEY, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const { key } = request.params;
    const value = Number(valueAt(data.values, [key]) ?? 0) + 1;
    putAt(data.values, [key], value);
    await acknowledge(request, response, { owner: data.owner, key, value });
  });
}
