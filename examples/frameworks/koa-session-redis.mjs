import Koa from 'koa';
import redisStore from 'koa-redis';
import session from 'koa-session';
import { probe } from 'holdfast/probe/koa';

const app = new Koa();
const maxAge = Number(process.env.TTL_MS ?? 60_000);
app.keys = ['the newest secret', 'the one before it'];
const store = redisStore({ url: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379' });
app.use(session({ key: 'sid', maxAge, sameSite: 'lax', store }, app));

// After the session middleware; and only where nobody else can reach it.
app.use(probe());

app.use((context) => {
  context.body = 'an app like any other';
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, '127.0.0.1', () => console.log(`listening on port ${port}`));
