import { aheadOf } from '../../../protocol/cookies/skew.ts';
import { HEADERS } from '../../../protocol/routes.ts';
import { unavailable, messageOf } from '../../errors.ts';

const ANSWER_LIMIT_MS = 5000;

export interface Answer {
  status: number;
  text: string;
  setCookies: string[];
  /** By how much the clock that dated the answer is ahead, in milliseconds. */
  aheadMs: number;
  location: string | null;
  headers: Headers;
}

interface Asked {
  method?: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  signal: AbortSignal;
}

/** Asks an app over HTTP, and follows no redirect. Rejects with what is in the way of an answer. */
export async function ask(target: string, path: string, init: Asked): Promise<Answer> {
  const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
  try {
    const response = await fetch(target + path, {
      ...init,
      headers: { ...init.headers, [HEADERS.probe]: '1' },
      redirect: 'manual',
      signal: AbortSignal.any([init.signal, limit]),
    });
    return {
      status: response.status,
      text: await response.text(),
      setCookies: response.headers.getSetCookie(),
      aheadMs: aheadOf(response.headers.get('date') ?? undefined, Date.now()),
      location: response.headers.get('location'),
      headers: response.headers,
    };
  } catch (error) {
    init.signal.throwIfAborted();
    const [message, next] = whyNot(target, path, error, limit.aborted);
    throw unavailable(message, { next, cause: error });
  }
}

const START = 'start your app, or give the address where it listens with --target';

/** What `fetch` says of it is in the cause: a system's code, or one of its HTTP parser. */
function whyNot(
  target: string,
  path: string,
  error: unknown,
  late: boolean,
): [message: string, next: string] {
  if (late) {
    return [
      `${target} did not answer ${path} within ${ANSWER_LIMIT_MS / 1000} s`,
      'see what the app printed: it took the request, and something in it never answers',
    ];
  }
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  const code = cause?.code ?? '';
  if (code === 'ECONNREFUSED') return [`nothing listens at ${target}`, START];
  const reason = cause?.message ?? messageOf(error);
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    const own = 'the certificate of who signed it: --ca FILE (PEM), or NODE_EXTRA_CA_CERTS=FILE';
    const next = code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? 'the name that the certificate is for' : own;
    return [`the certificate of ${target} is not trusted: ${reason} (${code})`, next];
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL'))
    return [
      `what listens at ${target} does not speak TLS`,
      `${target.replace('https:', 'http:')}, if it speaks HTTP`,
    ];
  if (code.startsWith('HPE_') || cause?.name === 'HTTPParserError')
    return [`what listens at ${target} does not speak HTTP (${code})`, START];
  return [`${target} gave no answer to an HTTP request: ${reason}`, START];
}

/** The beginning of a page, in brackets. */
export function excerpt(text: string): string {
  const words = text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words === '' ? '' : ` (${words.slice(0, 100)})`;
}
