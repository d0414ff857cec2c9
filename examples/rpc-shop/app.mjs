// A shop with one address, /rpc, that takes what is to be done as JSON; one logs in by a proof that one knows the
// password. No file can say what the pages of such an app are: shop.k6.ts says what its clients do.
// SHOP_DEFECT plants what goes wrong in some: `forgets` what was put into the cart now and then, `stays` signed in
// after the logout for whoever kept the cookie, `mixes` up whose account it shows, `keeps` the id when somebody logs in.
import { createHash, randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';

const defect = process.env.SHOP_DEFECT;
const app = express();
app.use(express.json());
app.use(session({ secret: 'shop', resave: false, saveUninitialized: false, cookie: { sameSite: 'lax' } }));

let looks = 0;
let added = 0;
const proofOf = (user, nonce) => createHash('sha256').update(`${nonce}:secret of ${user}`).digest('hex');

const methods = {
  nonce({ session }) {
    session.nonce = randomBytes(8).toString('hex');
    return session.nonce;
  },
  async login(request, { user, proof }) {
    if (proof !== proofOf(user, request.session.nonce)) throw new Error('wrong proof');
    if (defect !== 'keeps') await promised((done) => request.session.regenerate(done));
    Object.assign(request.session, { user, color: null, cart: [] });
    return 'welcome';
  },
  account({ session: { user } }) {
    return defect === 'mixes' && ++looks % 20 === 0 ? 'user1' : user;
  },
  setColor({ session }, { color }) {
    session.color = color;
    return color;
  },
  color: ({ session }) => session.color,
  put({ session }, { item }) {
    if (defect !== 'forgets' || ++added % 9 !== 0) session.cart.push(item);
    return 'put';
  },
  cart: ({ session }) => session.cart,
  async logout({ session }) {
    if (defect !== 'stays') await promised((done) => session.destroy(done));
    return 'bye';
  },
};
const promised = (start) =>
  new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));

app.post('/rpc', async (request, response) => {
  const { method, ...rest } = request.body;
  const isOpen = ['nonce', 'login'].includes(method);
  const isKnown = Object.hasOwn(methods, method);
  try {
    if (!isKnown) response.status(404).json({ error: 'no such method' });
    else if (!isOpen && request.session.user === undefined) response.json({ error: 'sign in first' });
    else response.json({ result: await methods[method](request, rest) });
  } catch (error) {
    response.status(400).json({ error: error.message });
  }
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, '127.0.0.1', () => console.log(`the shop is open on port ${port}`));
