import { ROUTES, STATUS_REFUSED, type ProbeBody } from '../../protocol/routes.ts';
import type { Answer, Call, Route } from './call.ts';
import { present } from './data.ts';
import { putAt, removeAt, valueAt } from './document.ts';
import { saved } from './saved.ts';
import { worked } from './slow.ts';
import { changeIn } from './wanted.ts';

const pattern = `${ROUTES.key}/:key`;

/** One key of the session: read, write, remove and count up; the app may work on each for a while before. */
export const keyRoutes: readonly Route[] = [
  { method: 'GET', pattern, run: worked(read) },
  { method: 'PUT', pattern, run: worked(write) },
  { method: 'DELETE', pattern, run: worked(remove) },
  { method: 'POST', pattern, run: worked(countUp) },
];

function read(call: Call): Answer {
  const { owner, values } = present(call);
  const key = keyOf(call);
  return { status: 200, json: { owner, key, value: valueAt(values, [key]) ?? null } satisfies ProbeBody };
}

async function write(call: Call): Promise<Answer> {
  const { owner, values } = present(call);
  const key = keyOf(call);
  const { value, refuse } = changeIn(call);
  const takeBack = refuse ? call.session.takingBack() : undefined;
  putAt(values, [key], value);
  if (takeBack === undefined) return saved(call, { owner, key, value });
  // As an app does that finds a form invalid half-way: it takes its change back, and says that it did.
  await takeBack();
  return { status: STATUS_REFUSED, json: { error: 'refused, as asked' } };
}

async function remove(call: Call): Promise<Answer> {
  const { owner, values } = present(call);
  const key = keyOf(call);
  removeAt(values, [key]);
  return saved(call, { owner, key, value: null });
}

async function countUp(call: Call): Promise<Answer> {
  const { owner, values } = present(call);
  const key = keyOf(call);
  const value = Number(valueAt(values, [key]) ?? 0) + 1;
  putAt(values, [key], value);
  return saved(call, { owner, key, value });
}

const keyOf = ({ params }: Call) => params['key'] as string;
