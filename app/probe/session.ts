import { ROUTES, STATUS_DESTROYED, type WholeBody } from '../../protocol/routes.ts';
import { jsonOf } from './answer.ts';
import type { Answer, Call, Route } from './call.ts';
import { newData, present } from './data.ts';
import { saved } from './saved.ts';
import { wantedIn } from './wanted.ts';

const pattern = ROUTES.session;

/** The session as a whole: create it, look at it, destroy it. */
export const sessionRoutes: readonly Route[] = [
  { method: 'POST', pattern, run: create },
  { method: 'GET', pattern, run: look },
  { method: 'DELETE', pattern, run: destroy },
];

function create(call: Call): Promise<Answer> {
  const wanted = wantedIn(call);
  call.session.data = newData(wanted);
  return saved(call, { owner: wanted.owner });
}

function look(call: Call): Answer {
  const { owner, values } = present(call);
  const sizeBytes = Buffer.byteLength(jsonOf(call.session.whole()));
  return { status: 200, json: { owner, values, sizeBytes } satisfies WholeBody };
}

async function destroy(call: Call): Promise<Answer> {
  present(call);
  await call.session.destroy();
  return { status: STATUS_DESTROYED };
}
