import express, { type Request, type Response, type Router } from 'express';
import { ROUTES, STATUS_ABSENT, type ProbeBody } from '../protocol/routes.ts';
import type { SaveMode } from './config.ts';

interface ProbeData {
  owner: string;
  values: Record<string, unknown>;
  /** Fills the session up to the size that the client asked for. */
  filler?: string;
}

declare module 'express-session' {
  interface SessionData {
    holdfast: ProbeData;
  }
}

/**
 * Routes by which a client creates, reads, writes and destroys a session of the app that they are mounted in:
 * `app.use(probe())` after the session middleware. They keep everything under `req.session.holdfast` and touch
 * nothing else. A request that needs a session and finds none gets 404 and changes nothing.
 */
export function probe({ saveMode = 'implicit' }: { saveMode?: SaveMode } = {}): Router {
  const router = express.Router();
  router.use(express.json());

  router.post(ROUTES.session, async (request, response) => {
    const { owner, key, value, bytes } = request.body as CreateBody;
    request.session.holdfast = {
      owner,
      values: key === undefined ? {} : { [key]: value },
      ...(bytes === undefined ? {} : { filler: fillerOf(bytes, owner) }),
    };
    await acknowledge(request, response, saveMode, { owner });
  });

  router.get(ROUTES.session, (request, response) => {
    const data = present(request, response);
    if (data) response.json({ owner: data.owner } satisfies ProbeBody);
  });

  router.delete(ROUTES.session, async (request, response) => {
    if (!present(request, response)) return;
    await new Promise<void>((resolve, reject) => {
      request.session.destroy((error: unknown) => (error == null ? resolve() : reject(asError(error))));
    });
    response.status(204).end();
  });

  router.get(`${ROUTES.key}/:key`, (request, response) => {
    const data = present(request, response);
    const { key } = request.params;
    if (data) response.json({ owner: data.owner, key, value: data.values[key] ?? null } satisfies ProbeBody);
  });

  router.put(`${ROUTES.key}/:key`, async (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const { key } = request.params;
    const { value } = request.body as { value: unknown };
    data.values[key] = value;
    await acknowledge(request, response, saveMode, { owner: data.owner, key, value });
  });

  return router;
}

interface CreateBody {
  owner: string;
  key?: string;
  value?: unknown;
  bytes?: number;
}

function present(request: Request, response: Response): ProbeData | undefined {
  // A store that emitted `disconnect` leaves req.session undefined: that is "could not be read", not "is not there".
  if ((request.session as unknown) === undefined) {
    response.status(503).json({ error: 'no session middleware answered: req.session is undefined' });
    return undefined;
  }
  const data = request.session.holdfast;
  if (data === undefined) response.status(STATUS_ABSENT).json({ error: 'no session' });
  return data;
}

async function acknowledge(
  request: Request,
  response: Response,
  mode: SaveMode,
  body: ProbeBody,
): Promise<void> {
  if (mode === 'awaited') {
    await new Promise<void>((resolve, reject) => {
      request.session.save((error: unknown) => (error == null ? resolve() : reject(asError(error))));
    });
  } else if (mode === 'unawaited') {
    request.session.save();
  }
  response.json(body);
}

/** Text that differs between sessions, so that neither the heap nor a server can share it. */
function fillerOf(bytes: number, owner: string): string {
  return owner.padEnd(bytes, `${owner}.`).slice(0, bytes);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
