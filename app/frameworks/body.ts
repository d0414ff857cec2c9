import type { IncomingMessage } from 'node:http';
import { BODY_LIMIT_BYTES } from '../probe/bounds.ts';
import { Refusal } from '../probe/call.ts';

/**
 * The body of a request as JSON, undefined where it has none or is of another type. Refuses what is larger than the
 * limit (413), compressed (415) or no JSON (400); what is too large is read off and not kept, so that its client hears.
 */
export async function bodyOf(raw: IncomingMessage): Promise<unknown> {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = raw.headers;
  if (!/^application\/json\s*(;|$)/i.test(type)) return undefined;
  if (encoding !== 'identity') throw refused(415, 'encoding.unsupported');
  const text = await textOf(raw);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refused(400, 'entity.parse.failed');
  }
}

/** In the words of body-parser, which Express takes it in with. */
const refused = (status: number, type: string) =>
  new Refusal(status, { error: `the body cannot be taken in: ${type}` });

function textOf(raw: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    raw.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > BODY_LIMIT_BYTES) chunks = [];
      else chunks.push(chunk);
    });
    raw.once('end', () => {
      if (bytes > BODY_LIMIT_BYTES) reject(refused(413, 'entity.too.large'));
      else resolve(Buffer.concat(chunks).toString());
    });
    raw.once('error', reject);
    raw.once('close', () => reject(new Error('the request was cut off')));
  });
}
