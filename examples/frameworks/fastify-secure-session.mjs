import Fastify from 'fastify';
import secureSession from '@fastify/secure-session';
import { probe } from 'holdfast/probe/fastify';

const app = Fastify();
const expiry = Number(process.env.TTL_MS ?? 60_000) / 1000;
await app.register(secureSession, {
  // 32 bytes, of a file that nobody else can read.
  key: Buffer.from('an example, and nobody keeps it!'),
  expiry,
  cookie: { path: '/', sameSite: 'lax', maxAge: expiry },
});

// After the session plugin; and only where nobody else can reach it. It cannot see how long sessions are valid.
await app.register(probe, { ttlMs: expiry * 1000 });

app.get('/', () => 'an app like any other');

const port = Number(process.env.PORT ?? 3000);
await app.listen({ port, host: '127.0.0.1' });
console.log(`listening on port ${port}`);
