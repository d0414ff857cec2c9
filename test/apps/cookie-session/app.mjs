// Everything in the cookie, by cookie-session: a cart, too.
import cookieSession from 'cookie-session';
import express from 'express';

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(cookieSession({ name: 'session', keys: ['cookies'], maxAge: 86_400_000, sameSite: 'lax' }));
const signedIn = ({ session }, response, next) => (session.user ? next() : response.redirect('/login'));

app.get('/login', (_request, response) =>
  response.send('<form method="post"><input name="name"><input name="password"></form>'),
);
app.post('/login', (request, response) => {
  const { name, password } = request.body;
  if (password !== `secret of ${name}`) return response.redirect('/login');
  request.session = { user: name, cart: 0 };
  response.redirect('/');
});
app.get('/', signedIn, ({ session: { user, cart } }, response) =>
  response.send(`<p>Signed in as <b>${user}</b>, ${cart} in the cart</p>`),
);
app.post('/cart', signedIn, ({ session }, response) => {
  session.cart++;
  response.redirect('/');
});
app.post('/logout', (request, response) => {
  request.session = null;
  response.redirect('/login');
});
app.listen(process.env.PORT, '127.0.0.1');
