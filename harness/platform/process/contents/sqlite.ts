import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { ReadContents } from './contents.ts';

/** An app that is in the middle of a write has the file to itself. */
const WAIT_MS = 2000;

/** By SQLite itself, and not by the file: what was deleted stands in its pages for a while. */
export const contentsOfSqlite =
  (table: string): ReadContents =>
  (url) => {
    using database = new DatabaseSync(join(fileURLToPath(url), 'sessions.db'), {
      readOnly: true,
      timeout: WAIT_MS,
    });
    const rows = database.prepare(`SELECT * FROM "${table}"`).all();
    return Promise.resolve(rows.map((row) => JSON.stringify(row)));
  };
