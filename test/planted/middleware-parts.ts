import { createRequire } from 'node:module';

/** What express-session itself signs and checks cookies with. */
interface Signing {
  /** `id.signature` */
  sign(id: string, secret: string): string;
  /** The id, or false where the signature is not its own. */
  unsign(signed: string, secret: string): string | false;
}

/** What express-session itself reads the Cookie header with. */
interface Parsing {
  parse(header: string): Record<string, string>;
}

const here = createRequire(import.meta.url);
const middleware = createRequire(here.resolve('express-session'));

/** The modules that express-session works with. What is replaced in them is replaced for it: a defect of the app. */
export const signing = middleware('cookie-signature') as Signing;
export const parsing = middleware('cookie') as Parsing;

/** The app's secret, as the app takes it. */
export const SECRET = process.env['HOLDFAST_SECRET'] ?? 'holdfast-measures-sessions';

/** The id and the signature of a signed cookie. */
export function partsOf(signed: string): { id: string; signature: string } {
  const at = signed.lastIndexOf('.');
  return { id: signed.slice(0, at), signature: signed.slice(at + 1) };
}
