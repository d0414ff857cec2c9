import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { User } from '../../../protocol/pages.ts';
import type { HoldfastError } from '../../errors.ts';

type Row = Readonly<Record<string, string>>;

interface Context {
  /** How many are needed: one for each client. */
  clients: number;
  /** Of the scenario. */
  folder: string;
  wrong: (why: string) => HoldfastError;
}

/**
 * The users of an app, one for each client: a list, the path of a CSV file with a line of names first, or one of whom
 * there are as many as are needed, with `{n}` for their number. Throws where they are too few, or alike.
 */
export function usersFrom(given: string | Row | readonly Row[], { clients, folder, wrong }: Context): User[] {
  const rows =
    typeof given === 'string'
      ? rowsOf(given, folder, wrong)
      : isList(given)
        ? given
        : Array.from({ length: clients }, (_, index) => numbered(given, index + 1));
  if (rows.length < clients)
    throw wrong(
      `there are ${rows.length}, and each of ${clients} clients needs one of its own; try --clients ${rows.length}`,
    );
  const users = rows.slice(0, clients).map((row) => {
    if (row['name'] === undefined || row['name'] === '')
      throw wrong('each needs a name: what the page of the account shows of who is signed in');
    return row as User;
  });
  const names = users.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw wrong(
      `two are called "${twice}"${isList(given) || typeof given === 'string' ? '' : ': have {n} in the name'}`,
    );
  return users;
}

const isList = (given: string | Row | readonly Row[]): given is readonly Row[] => Array.isArray(given);

const numbered = (row: Row, n: number): Row =>
  Object.fromEntries(Object.entries(row).map(([field, text]) => [field, text.replaceAll('{n}', String(n))]));

/** Fields by commas, without quotes. */
function rowsOf(file: string, folder: string, wrong: Context['wrong']): Row[] {
  let source: string;
  try {
    source = readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    throw wrong(`${file} could not be read: ${(error as Error).message}`);
  }
  const [head = '', ...lines] = source.split(/\r?\n/).filter((line) => line.trim() !== '');
  const fields = head.split(',').map((field) => field.trim());
  return lines.map((line) => {
    const values = line.split(',').map((value) => value.trim());
    if (line.includes('"') || values.length !== fields.length)
      throw wrong(`${file} has a line with other fields than its first: ${line.slice(0, 60)}`);
    return Object.fromEntries(fields.map((field, index) => [field, values[index] ?? '']));
  });
}
