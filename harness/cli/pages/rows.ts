import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { csvParseRows } from 'd3-dsv';
import { z } from 'zod';
import { messageOf, type HoldfastError } from '../../errors.ts';

export type Row = Readonly<Record<string, string>>;

type Wrong = (why: string) => HoldfastError;

const jsonSchema = z.array(
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)),
);

/**
 * The rows of a CSV file with the names of its columns in the first line, or of a JSON file with a list of objects.
 * Throws what `wrong` makes of the reason.
 *
 * @param shown the file as its user wrote it.
 */
export function rowsIn(file: string, shown: string, wrong: Wrong): Row[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw wrong(`${shown} could not be read: ${messageOf(error)}`);
  }
  const rows =
    extname(file).toLowerCase() === '.json' ? ofJson(text, shown, wrong) : ofCsv(text, shown, wrong);
  if (rows.length === 0) throw wrong(`${shown} has no rows`);
  return rows;
}

function ofJson(text: string, shown: string, wrong: Wrong): Row[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrong(`${shown} is not JSON: ${messageOf(error).replaceAll(/\s+/g, ' ')}`);
  }
  const parsed = jsonSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [at, column] = parsed.error.issues[0]?.path ?? [];
  const where =
    at === undefined
      ? shown
      : `${shown}: row ${Number(at) + 1}${column === undefined ? '' : `, ${String(column)}`}`;
  throw wrong(`${where}: expected a list of objects whose values are texts, numbers, true or false`);
}

function ofCsv(text: string, shown: string, wrong: Wrong): Row[] {
  const [head = [], ...lines] = csvParseRows(text).filter((fields) =>
    fields.some((field) => field.trim() !== ''),
  );
  const names = head.map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrong(`${shown} has two columns called "${twice}"`);
  return lines.map((fields, index) => {
    if (fields.length !== names.length)
      throw wrong(
        `${shown}: row ${index + 1} has ${fields.length} fields, and its first line names ${names.length}: ${fields.join(',').slice(0, 60)}`,
      );
    return Object.fromEntries(names.map((name, at) => [name, fields[at] ?? '']));
  });
}
