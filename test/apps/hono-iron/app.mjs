// An API on Hono, with iron-session: the session is sealed in the cookie.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { getIronSession, webCookies } from 'iron-session';

const app = new Hono();
const options = {
  cookieName: 'iron',
  password: 'a password of at least thirty-two characters',
  cookieOptions: { secure: false },
};
/** Given the response itself, iron-session 9.0.1 loses its cookie on @hono/node-server 2.1.9. */
const sessionOf = ({ req, res }) => getIronSession(webCookies(req.raw, res.headers), options);

app.post('/api/login', async (context) => {
  const { name, password } = await context.req.json();
  if (password !== `secret of ${name}`) return context.json({ error: 'wrong password' }, 401);
  const session = await sessionOf(context);
  session.user = name;
  await session.save();
  return context.json({ ok: true });
});
app.get('/api/me', async (context) => {
  const { user } = await sessionOf(context);
  return user ? context.json({ user }) : context.json({ error: 'not signed in' }, 401);
});
app.post('/api/logout', async (context) => {
  (await sessionOf(context)).destroy();
  return context.json({ ok: true });
});
app.get('/', (context) => context.text('up'));
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
