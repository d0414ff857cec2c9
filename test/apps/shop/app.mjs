// A shop as tutorials build it: Express, express-session, a login by a form with a CSRF token, a cart, a logout.
// SHOP_DEFECT plants what goes wrong in some: `forgets` what was put into the cart now and then, `stays` signed in
// after the logout for whoever kept the cookie, `mixes` up whose page it shows, `keeps` the id when somebody logs in.
import { randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';

const defect = process.env.SHOP_DEFECT;
const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(session({ secret: 'shop', resave: false, saveUninitialized: false, cookie: { sameSite: 'lax' } }));

const page = (title, body) => `<!doctype html><title>${title}</title><h1>${title}</h1>${body}`;

app.use((request, response, next) => {
  request.session.csrf ??= randomBytes(16).toString('hex');
  if (request.method !== 'POST' || request.body._csrf === request.session.csrf) return next();
  response.status(403).send(page('Forbidden', 'invalid csrf token'));
});
const field = ({ session }) => `<input type="hidden" name="_csrf" value="${session.csrf}">`;
const signedIn = ({ session }, response, next) => (session.user ? next() : response.redirect('/login'));

app.get('/login', (request, response) => {
  const form = `<form method="post">${field(request)}<input name="username"><input name="password" type="password"></form>`;
  response.send(page('Log in', form));
});

app.post('/login', (request, response, next) => {
  const { username, password } = request.body;
  if (password !== `secret of ${username}`) return response.redirect('/login');
  const signIn = (error) => {
    if (error) return next(error);
    Object.assign(request.session, { user: username, cart: [], csrf: randomBytes(16).toString('hex') });
    response.redirect('/');
  };
  if (defect === 'keeps') signIn();
  else request.session.regenerate(signIn);
});

let looks = 0;
app.get('/', signedIn, (request, response) => {
  const other = defect === 'mixes' && ++looks % 20 === 0 ? 'user1' : request.session.user;
  response.send(page('Shop', `<p>Hello, <b>${other}</b></p>`));
});

let added = 0;
app.post('/cart', signedIn, (request, response) => {
  if (defect !== 'forgets' || ++added % 9 !== 0) request.session.cart.push(request.body.item);
  response.redirect('/cart');
});

app.get('/cart', signedIn, (request, response) => {
  const { cart } = request.session;
  const form = `<form method="post">${field(request)}<input name="item"></form>`;
  response.send(page('Cart', `<p>${cart.length} things</p>${form}`));
});

app.post('/logout', (request, response, next) => {
  if (defect === 'stays') return response.clearCookie('connect.sid').redirect('/login');
  request.session.destroy((error) => (error ? next(error) : response.redirect('/login')));
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, '127.0.0.1', () => console.log(`the shop is open on port ${port}`));
