// Fastify with @fastify/session, forms by @fastify/formbody, and a login that makes the session anew, as its readme says.
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import session from '@fastify/session';
import Fastify from 'fastify';

const app = Fastify();
await app.register(cookie);
await app.register(formbody);
await app.register(session, {
  secret: 'a secret of at least thirty-two characters',
  cookie: { secure: 'auto', sameSite: 'lax' },
});
const html = (reply, text) => reply.type('text/html').send(text);

app.get('/login', (_request, reply) =>
  html(reply, '<form method="post"><input name="name"><input name="password"></form>'),
);
app.post('/login', async (request, reply) => {
  const { name, password } = request.body;
  if (password !== `secret of ${name}`) return reply.redirect('/login');
  await request.session.regenerate();
  request.session.user = name;
  request.session.cart = 0;
  return reply.redirect('/');
});
app.get('/', ({ session }, reply) =>
  session.user
    ? html(reply, `<h1>${session.user}</h1><p>${session.cart} things</p>`)
    : reply.redirect('/login'),
);
app.post('/cart', ({ session }, reply) => {
  if (!session.user) return reply.redirect('/login');
  session.cart++;
  return reply.redirect('/');
});
app.post('/logout', async ({ session }, reply) => {
  await session.destroy();
  return reply.redirect('/login');
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
