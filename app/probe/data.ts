import type { Request, Response } from 'express';
import { STATUS_ABSENT } from '../../protocol/routes.ts';
import type { Wanted } from './wanted.ts';

/** What the probe keeps in a session. */
export interface ProbeData {
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

export function newData({ owner, key, value, bytes }: Wanted): ProbeData {
  return {
    owner,
    values: key === undefined ? {} : { [key]: value },
    ...(bytes === undefined ? {} : { filler: fillerOf(bytes, owner) }),
  };
}

/** The probe's data, or undefined after it has answered that there is none. */
export function present(request: Request, response: Response): ProbeData | undefined {
  // A store that emitted `disconnect` leaves req.session undefined: that is "could not be read", not "is not there".
  if ((request.session as unknown) === undefined) {
    response.status(503).json({ error: 'no session middleware answered: req.session is undefined' });
    return undefined;
  }
  const data = request.session.holdfast;
  if (data === undefined) response.status(STATUS_ABSENT).json({ error: 'no session' });
  return data;
}

/** Text that differs between sessions, so that neither the heap nor a server can share it. */
function fillerOf(bytes: number, owner: string): string {
  return owner.padEnd(bytes, `${owner}.`).slice(0, bytes);
}
