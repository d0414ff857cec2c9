import { z } from 'zod';
import { SAVE_MODES } from '../../../protocol/app-settings.ts';
import { ABOUT_ROUTE } from '../../../protocol/about.ts';
import { HEADERS, ROUTES } from '../../../protocol/routes.ts';
import { unavailable, usageError } from '../../errors.ts';

const ANSWER_LIMIT_MS = 5000;
const MOUNT = 'mount it after the session middleware: app.use(probe()), as docs/YOUR-APP.md shows';

const aboutSchema = z.object({
  holdfast: z.literal('probe'),
  instance: z.string(),
  sessions: z.enum(['express-session', 'other', 'absent']),
  ttlMs: z.number().positive().nullable(),
  saveMode: z.enum(SAVE_MODES),
});

/** How an app keeps its sessions, as it was seen from outside. */
export interface SeenApp extends Pick<z.infer<typeof aboutSchema>, 'instance' | 'ttlMs' | 'saveMode'> {
  /** Whether a response that changed nothing carried the cookie anew. */
  rolling: boolean;
}

/** Asks an app for its probe, makes one session and looks at it. Rejects with what is in the way of a run. */
export async function lookAt(target: string, signal: AbortSignal): Promise<SeenApp> {
  const ask = (path: string, init: RequestInit = {}) => request(target, path, { ...init, signal });
  const { instance, ttlMs, saveMode, sessions } = aboutOf(target, await ask(ABOUT_ROUTE));
  if (sessions !== 'express-session') {
    const seen = sessions === 'absent' ? 'no session' : 'a session that is not one of express-session';
    throw usageError(`the probe at ${target} finds ${seen} on its requests`, { next: MOUNT });
  }
  const made = await ask(ROUTES.session, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ owner: 'holdfast' }),
  });
  if (made.status !== 200) {
    throw unavailable(`${target} could not make a session: it answered ${made.status}${excerpt(made.text)}`, {
      next: 'see what the app printed; its store must be up',
    });
  }
  if (made.cookies === '') {
    throw usageError(`${target} made a session and sent no cookie, so no client could ever come back to it`, {
      next: 'the address that browsers use: a secure cookie goes out by https only, or behind a trusted proxy',
    });
  }
  const looked = await ask(ROUTES.session, { headers: { cookie: made.cookies } });
  return { instance, ttlMs, saveMode, rolling: looked.cookies !== '' };
}

interface Answer {
  status: number;
  text: string;
  /** As a client shows them. */
  cookies: string;
}

async function request(
  target: string,
  path: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<Answer> {
  const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
  try {
    const response = await fetch(target + path, {
      ...init,
      headers: { ...init.headers, [HEADERS.probe]: '1' },
      redirect: 'manual',
      signal: AbortSignal.any([init.signal, limit]),
    });
    const cookies = response.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    return { status: response.status, text: await response.text(), cookies: cookies.join('; ') };
  } catch (error) {
    init.signal.throwIfAborted();
    throw unavailable(whyNot(target, error, limit.aborted), {
      next: 'start your app, or give the address where it listens with --target',
      cause: error,
    });
  }
}

/** What `fetch` says of it is in the cause: a system's code, or one of its HTTP parser. */
function whyNot(target: string, error: unknown, late: boolean): string {
  if (late) return `${target} did not answer within ${ANSWER_LIMIT_MS / 1000} s`;
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  const code = cause?.code ?? '';
  if (code === 'ECONNREFUSED') return `nothing listens at ${target}`;
  const isParser = code.startsWith('HPE_') || cause?.name === 'HTTPParserError';
  if (isParser) return `what listens at ${target} does not speak HTTP (${code})`;
  const reason = cause?.message ?? (error instanceof Error ? error.message : String(error));
  return `${target} gave no answer to an HTTP request: ${reason}`;
}

function aboutOf(target: string, { status, text }: Answer): z.infer<typeof aboutSchema> {
  const parsed = z.string().transform(asJson).pipe(aboutSchema).safeParse(text);
  if (status === 200 && parsed.success) return parsed.data;
  const seen = status === 200 ? 'something else answered there' : `it answered ${status}${excerpt(text)}`;
  throw usageError(`${target} has no probe of Holdfast at ${ABOUT_ROUTE}: ${seen}`, { next: MOUNT });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function excerpt(text: string): string {
  const words = text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words === '' ? '' : ` (${words.slice(0, 100)})`;
}
