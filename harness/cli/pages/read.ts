import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import type { PageAction, Pages } from '../../../protocol/pages.ts';
import { usageError, type HoldfastError } from '../../errors.ts';
import { parseDuration } from '../../plan/parse-duration.ts';
import { unknownName } from '../../plan/names.ts';
import { dataOf } from './data.ts';
import { usersFrom } from './users.ts';

export interface PagesScenario {
  pages: Pages;
  /** How long a login lasts, where the file says. */
  ttlMs: number | undefined;
}

const text = z.string().min(1);
const path = text.regex(/^\//, 'expected a path, such as /login');
const sign = z.union([text, z.int()]);
const pattern = text.refine(isPattern, 'it is no regular expression').refine(hasOneGroup, {
  message: 'expected one group in parentheses, around what is to be read there, such as "Hello, (\\\\w+)"',
});

const action = z
  .strictObject({
    page: path.optional(),
    get: path.optional(),
    post: path.optional(),
    put: path.optional(),
    delete: path.optional(),
    form: z.record(z.string(), z.union([text, z.number()]).transform(String)).optional(),
    json: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    headers: z.record(z.string(), text).optional(),
    done: sign,
  })
  .transform(({ get, post, put, delete: remove, ...rest }, context): PageAction => {
    const given = Object.entries({ GET: get, POST: post, PUT: put, DELETE: remove }).filter(
      (entry): entry is [PageAction['method'], string] => entry[1] !== undefined,
    );
    const [[method, to] = ['GET', '/'] as const, another] = given;
    if (given.length === 0 || another !== undefined)
      context.addIssue({ code: 'custom', message: 'expected one of get, post, put and delete, with a path' });
    if (rest.form !== undefined && rest.json !== undefined)
      context.addIssue({ code: 'custom', message: 'it has form and json: leave one of them' });
    return { method, path: to, ...rest };
  });

const shown = z
  .strictObject({ page: path, shows: pattern })
  .transform(({ page, shows }) => ({ path: page, shows }));

const fileSchema = z.strictObject({
  users: z
    .union([
      text,
      z.record(z.string(), z.union([text, z.number()]).transform(String)),
      z.array(z.record(z.string(), z.union([text, z.number()]).transform(String))).min(1),
    ])
    .optional(),
  token: pattern.optional(),
  signedOut: z.union([sign.transform((one) => [one]), z.array(sign).min(1)]),
  signUp: action.optional(),
  login: action,
  account: shown,
  add: action.optional(),
  cart: shown.optional(),
  logout: action.optional(),
  ttl: text.optional(),
});

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(fileSchema.shape),
  action: ['page', 'get', 'post', 'put', 'delete', 'form', 'json', 'headers', 'done'],
  shown: ['page', 'shows'],
};
const SHOWN = new Set(['account', 'cart']);

/** A scenario that stands in a config. */
export interface InConfig {
  fields: unknown;
  /** The config, as a person would write it here. */
  config: string;
  folder: string;
  /** The experiment that it is of, where it is of one. */
  experiment: string | undefined;
  /** @param at from the scenario on. */
  wrong: Wrong;
}

interface Wanted {
  clients: number;
  /** The file of `--data`. */
  data?: string | undefined;
}

/**
 * Reads the pages of an app from a YAML file, or from a config. Throws a usage error with the place and the nearest
 * name.
 */
export function readScenario(given: string | InConfig, { clients, data }: Wanted): PagesScenario {
  const { folder, wrong, parsed } =
    typeof given === 'string' ? inFile(given) : { ...given, parsed: parsedBy(given.fields, given.wrong) };
  const { users: said, ttl, ...rest } = parsed;
  const users = usersFrom(said, {
    clients,
    folder,
    wrong: (why) => wrong(['users'], why),
    data: data === undefined ? undefined : { rows: dataOf(data, clients), file: data },
  });
  const pages: Pages = { ...rest, users };
  assertFits(pages, wrong);
  return { pages, ttlMs: ttl === undefined ? undefined : parseDuration(ttl) };
}

/** Throws a usage error for what is wrong in a scenario by itself. */
export const assertScenario = ({ fields, wrong }: InConfig): void => void parsedBy(fields, wrong);

function parsedBy(fields: unknown, wrong: Wrong): z.output<typeof fileSchema> {
  const parsed = fileSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  // A name that is mistyped is missing as well.
  const { issues } = parsed.error;
  const told = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  throw wrongIssue(told as z.core.$ZodIssue, wrong);
}

function inFile(file: string) {
  let source: string;
  try {
    source = readFileSync(resolve(file), 'utf8');
  } catch (error) {
    throw usageError(`the scenario ${file} could not be read: ${(error as Error).message}`, {
      next: 'the path of a YAML file with the pages of your app (docs/YOUR-PAGES.md)',
    });
  }
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw usageError(
      `${file}:${line}:${col}: ${broken.message.split('\n', 1)[0]?.replace(/ at line .*$/, '') ?? ''}`,
    );
  }
  const wrong: Wrong = (at, why, next = 'docs/YOUR-PAGES.md, which shows a whole one') =>
    usageError(`${placeOf(file, document, lines, at)} ${why}`, { next });
  return { folder: dirname(resolve(file)), wrong, parsed: parsedBy(document.toJS(), wrong) };
}

/** The next step is the docs where nothing is nearer. */
type Wrong = (at: readonly PropertyKey[], why: string, next?: string) => HoldfastError;

function assertFits(pages: Pages, wrong: Wrong): void {
  const { add, cart, login, signedOut, token, users } = pages;
  if ((add === undefined) !== (cart === undefined))
    throw wrong(
      [add === undefined ? 'cart' : 'add'],
      'add and cart go together: what is added is looked for in the cart',
    );
  if (signedOut.includes(login.done))
    throw wrong(
      ['login', 'done'],
      'it is among signedOut as well, so that a login that failed looks like one that was done',
    );
  const fields = Object.keys(users[0] ?? {});
  const known = [...fields, 'n', ...(token === undefined ? [] : ['token'])];
  for (const name of ['account', 'cart'] as const)
    for (const word of wordsIn(pages[name]?.path)) assertKnown(word, [name, 'page'], fields, wrong);
  for (const name of ['signUp', 'login', 'add', 'logout'] as const) {
    const { method = 'GET', path = '', page = '' } = pages[name] ?? {};
    for (const word of wordsIn(path)) assertKnown(word, [name, method.toLowerCase()], known, wrong);
    for (const word of wordsIn(page)) assertKnown(word, [name, 'page'], fields, wrong);
    for (const part of ['form', 'json', 'headers'] as const)
      for (const [field, value] of Object.entries(pages[name]?.[part] ?? {}))
        for (const word of wordsIn(String(value))) assertKnown(word, [name, part, field], known, wrong);
  }
}

const wordsIn = (text = ''): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, word = '']) => word);

function assertKnown(word: string, at: readonly string[], known: readonly string[], wrong: Wrong): void {
  if (known.includes(word)) return;
  if (word === 'token') throw wrong(at, '{token} needs a pattern: token, beside login');
  const { message, next } = unknownName('field of a user', word, known);
  throw wrong(at, message, next);
}

function wrongIssue(issue: z.core.$ZodIssue, wrong: Wrong): HoldfastError {
  const at = issue.path;
  if (issue.code === 'unrecognized_keys') {
    const [name = ''] = issue.keys;
    const known = KNOWN[at.length === 0 ? '' : SHOWN.has(String(at[0])) ? 'shown' : 'action'] ?? [];
    const { message, next } = unknownName('field', name, known);
    return wrong([...at, name], message, next);
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return wrong(at.slice(0, -1), `${at.map(String).join('.')} is missing`);
  return wrong(at, issue.message.replace(/^Invalid input: /, ''));
}

function placeOf(file: string, document: Document, lines: LineCounter, at: readonly PropertyKey[]): string {
  const position = positionOf(document, at.map(String));
  const { line, col } = position === undefined ? { line: 1, col: 1 } : lines.linePos(position);
  const name = at.length === 0 ? '' : ` ${at.map(String).join('.')}:`;
  return `${file}:${line}:${col}:${name}`;
}

/** Where the name of a field stands, or that of the nearest one around it. */
function positionOf(document: Document, at: readonly string[]): number | undefined {
  const parent = document.getIn(at.slice(0, -1), true) ?? document.contents;
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === at.at(-1));
    if (pair && isScalar(pair.key)) return pair.key.range?.[0];
  }
  return at.length === 0 ? undefined : positionOf(document, at.slice(0, -1));
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

/** An empty alternative matches, and tells how many groups there are. */
function hasOneGroup(source: string): boolean {
  return isPattern(source) && new RegExp(`${source}|`).exec('')?.length === 2;
}
