import crypto from 'k6/crypto';
import type { Ask, Came, Kept, Shown, Visitor } from 'holdfast/k6';

/** One visit; clients make one after the other. */
export default function visit(visitor: Visitor) {
  const user = `user${visitor.number}`;

  visitor.login(user, (ask) => {
    const nonce = replyTo(ask, { method: 'nonce' })?.result;
    const proof = crypto.sha256(`${String(nonce)}:secret of ${user}`, 'hex');
    return changed(ask, { method: 'login', user, proof });
  });
  visitor.read('user', (ask) => shown(ask, 'account'));
  visitor.count('cart', (ask) => lengthOf(shown(ask, 'cart')));

  for (let round = 0; round < 3; round++) {
    const color = visitor.unique();
    visitor.write('color', color, (ask) => changed(ask, { method: 'setColor', color }));
    visitor.read('color', (ask) => shown(ask, 'color'));
    visitor.add('cart', (ask) => changed(ask, { method: 'put', item: 'tea' }));
    visitor.count('cart', (ask) => lengthOf(shown(ask, 'cart')));
    visitor.read('user', (ask) => shown(ask, 'account'));
  }
  // Every other visitor leaves without a word, and is still to be signed in at the end.
  if ((visitor.number + visitor.visit) % 2 === 0) visitor.logout((ask) => changed(ask, { method: 'logout' }));
}

interface Reply {
  result?: unknown;
  error?: string;
}

const replyTo = (ask: Ask, json: object) => ask.post('/rpc', { json }).json() as Reply | undefined;

/** What an answer of this app means: everything that it does not say is undefined. */
function changed(ask: Ask, json: object): Came {
  const reply = replyTo(ask, json);
  if (reply?.error === 'sign in first') return 'gone';
  return reply?.result === undefined ? undefined : 'done';
}

function shown(ask: Ask, method: string): Shown {
  const reply = replyTo(ask, { method });
  if (reply?.error === 'sign in first') return 'gone';
  return reply?.result === undefined ? undefined : { value: reply.result as Kept };
}

const lengthOf = (cart: Shown): Shown =>
  typeof cart === 'object' ? { value: (cart.value as unknown as string[]).length } : cart;
