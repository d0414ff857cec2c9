import { resolve } from 'node:path';
import type { User } from '../../../protocol/pages.ts';
import type { HoldfastError } from '../../errors.ts';
import { withData } from './data.ts';
import { rowsIn, type Row } from './rows.ts';

interface Context {
  /** How many are needed: one for each client. */
  clients: number;
  /** Of the scenario. */
  folder: string;
  wrong: (why: string) => HoldfastError;
  /** Rows of `--data`, and its file. */
  data: { rows: readonly Row[]; file: string } | undefined;
}

/**
 * The users of an app, one for each client: a list, the path of a CSV or JSON file, or one of whom
 * there are as many as are needed, with `{n}` for their number. Each with a row of `--data`, which may
 * be all that there is. Throws where they are too few, or alike.
 */
export function usersFrom(given: Given | undefined, { clients, folder, wrong, data }: Context): User[] {
  const own = given === undefined ? undefined : ownRows(given, { clients, folder, wrong });
  const rows = data === undefined ? own : withData(own, data.rows, data.file);
  if (rows === undefined) throw wrong('it is missing, and there is no --data in its place');
  const users = rows.map((row) => {
    if (row['name'] === undefined || row['name'] === '')
      throw wrong('each needs a name: what the page of the account shows of who is signed in');
    return row as User;
  });
  const names = users.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw wrong(
      `two are called "${twice}"${given === undefined || isList(given) || typeof given === 'string' ? '' : ': have {n} in the name'}`,
    );
  return users;
}

type Given = string | Row | readonly Row[];

function ownRows(given: Given, { clients, folder, wrong }: Omit<Context, 'data'>): readonly Row[] {
  if (typeof given !== 'string' && !isList(given))
    return Array.from({ length: clients }, (_, index) => numbered(given, index + 1));
  const rows = isList(given) ? given : rowsIn(resolve(folder, given), given, wrong);
  if (rows.length < clients)
    throw wrong(
      `there are ${rows.length}, and each of ${clients} clients needs one of its own; try --clients ${rows.length}`,
    );
  return rows.slice(0, clients);
}

const isList = (given: Given): given is readonly Row[] => Array.isArray(given);

const numbered = (row: Row, n: number): Row =>
  Object.fromEntries(Object.entries(row).map(([field, text]) => [field, text.replaceAll('{n}', String(n))]));
