/**
 * Takes a cookie without a signature for its own. As apps do that went over to signed cookies and still let the old
 * ones in, and libraries that take "alg: none" for an answer.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';
import { parsing, SECRET, signing } from '../middleware-parts.ts';

const parse = parsing.parse.bind(parsing);
parsing.parse = (header) => {
  const entries = Object.entries(parse(header));
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      value.startsWith('s:') ? value : `s:${signing.sign(value, SECRET)}`,
    ]),
  );
};

export default (context: StoreContext) => new CorrectStore(context);
