/**
 * Signs with a secret of its own and still takes what is signed with that of the examples. As apps do that rotated it
 * and left it in the list, and whoever has read a tutorial signs what they like.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';
import { signing } from '../middleware-parts.ts';

const unsign = signing.unsign.bind(signing);
signing.unsign = (signed, secret) => unsign(signed, secret) || unsign(signed, 'keyboard cat');

export default (context: StoreContext) => new CorrectStore(context);
