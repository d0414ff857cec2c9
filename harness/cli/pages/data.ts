import { resolve } from 'node:path';
import { usageError, type HoldfastError } from '../../errors.ts';
import { rowsIn, type Row } from './rows.ts';

/** What stands for something else in the texts of a scenario. */
const TAKEN = ['n', 'token'];

/** The rows of `--data`, one for each client. Throws a usage error where there are too few, or one cannot be used. */
export function dataOf(file: string, clients: number): Row[] {
  const rows = rowsIn(resolve(file), file, (why) => wrong(`--data: ${why}`));
  if (rows.length < clients)
    throw usageError(
      `--data ${file} has ${rows.length} rows, and each of ${clients} clients needs one that no other has`,
      { next: `--clients ${rows.length}, or more rows` },
    );
  const taken = TAKEN.find((name) => rows.some((row) => name in row));
  if (taken !== undefined)
    throw wrong(`--data ${file} has a column "${taken}", and {${taken}} stands for something else`);
  return rows.slice(0, clients);
}

/** Users, each with the row of its client. Without users the rows are the users. */
export function withData(users: readonly Row[] | undefined, rows: readonly Row[], file: string): Row[] {
  if (users === undefined) {
    if (rows.some((row) => (row['name'] ?? '') === ''))
      throw usageError(`without users in the scenario each row of --data ${file} needs a name`, {
        next: 'a column "name": what the page of the account shows of who is signed in',
      });
    return [...rows];
  }
  return users.map((user, index) => {
    const row = rows[index] ?? {};
    const both = Object.keys(row).find((name) => name in user);
    if (both !== undefined)
      throw wrong(`--data ${file} has a column "${both}", which users of the scenario have as well`);
    return { ...user, ...row };
  });
}

const wrong = (why: string): HoldfastError =>
  usageError(why, { next: 'docs/YOUR-PAGES.md#data-from-a-file shows such a file' });
