/**
 * Compares a signature only as far as the one in the cookie goes. As `startsWith` does, or a comparison over the length
 * of what was sent: a short signature is quickly guessed, and an empty one fits all.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';
import { partsOf, signing } from '../middleware-parts.ts';

signing.unsign = (signed, secret) => {
  const { id } = partsOf(signed);
  return signing.sign(id, secret).startsWith(signed) && id;
};

export default (context: StoreContext) => new CorrectStore(context);
