import { STATUS_ABSENT } from '../../protocol/routes.ts';
import { Refusal, type Call } from './call.ts';
import type { ProbeData } from './kept.ts';
import type { Wanted } from './wanted.ts';

export function newData({ owner, key, value, bytes }: Wanted): ProbeData {
  return {
    owner,
    values: key === undefined ? {} : { [key]: value },
    ...(bytes === undefined ? {} : { filler: fillerOf(bytes, owner) }),
  };
}

/** The probe's data; a refusal where there are none. */
export function present({ session }: Call): ProbeData {
  // A store that emitted `disconnect` leaves req.session undefined: that is "could not be read", not "is not there".
  if (!session.isReadable)
    throw new Refusal(503, { error: 'no session middleware answered: the request has no session' });
  const { data } = session;
  if (data === undefined) throw new Refusal(STATUS_ABSENT, { error: 'no session' });
  return data;
}

/** Text that differs between sessions, so that neither the heap nor a server can share it. */
function fillerOf(bytes: number, owner: string): string {
  return owner.padEnd(bytes, `${owner}.`).slice(0, bytes);
}
