import Fastify from 'fastify';
import cookie from '@fastify/cookie';
import session from '@fastify/session';
import { probe } from 'holdfast/probe/fastify';

const app = Fastify();
const maxAge = Number(process.env.TTL_MS ?? 60_000);
await app.register(cookie);
await app.register(session, {
  secret: 'a secret of at least thirty-two characters',
  saveUninitialized: false,
  cookie: { maxAge, secure: 'auto', sameSite: 'lax' },
});

// After the session plugin; and only where nobody else can reach it.
await app.register(probe);

app.get('/', () => 'an app like any other');

const port = Number(process.env.PORT ?? 3000);
await app.listen({ port, host: '127.0.0.1' });
console.log(`listening on port ${port}`);
