import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { DeclaredSubject } from '../../protocol/inspected.ts';
import { takeEsModules } from '../../protocol/es-modules.ts';
import { messageOf } from '../../protocol/message-of.ts';
import { PROMISES } from '../../protocol/promises.ts';
import { SERVER_PROGRAMS, SERVER_URLS, STOP_SIGNALS } from '../../protocol/servers.ts';
import type { Subject } from '../subject.ts';

/** How long opening may take where the subject does not say. */
export const OPEN_WITHIN_MS = 5000;
/** Nobody waits longer for a server or a store. */
const LONGEST_MS = 600_000;

const words = z.string().min(1);
const limitMs = z.int().min(1).max(LONGEST_MS);
const WHERE = 'must say where {port} goes, as in redis://127.0.0.1:{port}';
const serverSchema = z
  .strictObject({
    command: words.optional(),
    use: z.enum(SERVER_PROGRAMS).optional(),
    args: z.array(z.string()).default([]),
    env: z.record(z.string(), z.string()).default({}),
    url: words.includes('{port}', { error: WHERE }).optional(),
    stopSignal: z.enum(STOP_SIGNALS).optional(),
    ready: z.strictObject({ prints: words.optional(), withinMs: limitMs.optional() }).optional(),
  })
  .transform((server, context) => {
    const { use, command = use, url = use && SERVER_URLS[use] } = server;
    const wrong = (message: string, ...path: string[]) => {
      context.issues.push({ code: 'custom', message, path, input: server });
      return z.NEVER;
    };
    if (command === undefined || (use !== undefined && server.command !== undefined))
      return wrong(`must have either a command of its own or use: ${SERVER_PROGRAMS.join(', ')}`);
    if (url === undefined) return wrong(WHERE, 'url');
    return { ...server, command, url };
  });

const subjectSchema = z.strictObject({
  name: words.optional(),
  promises: z.partialRecord(z.enum(PROMISES), words).optional(),
  server: serverSchema.optional(),
  openWithinMs: limitMs.optional(),
  open: z.custom<Subject['open']>((open) => typeof open === 'function', { error: 'must be a function' }),
});

/** What a user's module says of its subject, with what it left out. */
interface LoadedSubject extends DeclaredSubject {
  open: Subject['open'];
}

/**
 * The subject that a module's default export is: made with `defineSubject`, or only the function that opens it.
 * Rejects with one message that names the file where the module cannot be loaded or gives something else.
 */
export async function loadSubject(file: string): Promise<LoadedSubject> {
  const given = await defaultExport(file);
  const name = basename(file);
  if (typeof given === 'function') return { name, open: given as Subject['open'] };
  if (typeof given !== 'object' || given === null) {
    const seen =
      given === undefined ? 'it has none' : `it is ${given === null ? 'null' : `a ${typeof given}`}`;
    throw new Error(
      `subject ${file}: its default export must be defineSubject({ ... }) or a function ({ session, ttlMs }) => store; ${seen}`,
    );
  }
  const parsed = subjectSchema.safeParse(given);
  if (!parsed.success) throw new Error(`subject ${file} cannot be used:\n${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, name: parsed.data.name ?? name };
}

async function defaultExport(file: string): Promise<unknown> {
  // What it loads later is taken likewise, so that this is not undone.
  takeEsModules();
  try {
    const loaded = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown };
    return loaded.default;
  } catch (error) {
    throw new Error(`subject ${file} could not be loaded: ${firstLine(error)}`, { cause: error });
  }
}

/** What was thrown, on one line. */
export const firstLine = (error: unknown): string => messageOf(error).split('\n', 1)[0] ?? '';
