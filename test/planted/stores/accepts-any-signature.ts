/**
 * Takes the id out of a signed cookie and does not look at the signature. As apps do that decode a token where they
 * mean to verify it (CWE-347).
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';
import { partsOf, signing } from '../middleware-parts.ts';

signing.unsign = (signed) => partsOf(signed).id;

export default (context: StoreContext) => new CorrectStore(context);
