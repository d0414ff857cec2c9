/** A signed id in one cookie: `before`, the id, a dot and the signature. */
export interface SignedId {
  before: string;
  id: string;
  signature: string;
}

/** Of HMACs with SHA-1 and longer, in base64. */
const SIGNATURE = /^[\w+/-]{27,}=*$/;

/**
 * What is signed in a cookie's value, unescaped: express-session's `s:<id>.<signature>`, or `<id>.<signature>` as
 * @fastify/cookie has it. Undefined for any other, such as a seal: dots in it part nothing.
 */
export function signedId(text: string): SignedId | undefined {
  const before = text.startsWith('s:') ? 's:' : '';
  const at = text.lastIndexOf('.');
  if (at <= before.length) return undefined;
  const [id, signature] = [text.slice(before.length, at), text.slice(at + 1)];
  return before !== '' || SIGNATURE.test(signature) ? { before, id, signature } : undefined;
}

/** A cookie's value without its escapes, or as it is where they are none: nobody has to keep to them. */
export function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
