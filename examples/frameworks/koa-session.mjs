import Koa from 'koa';
import session from 'koa-session';
import { probe } from 'holdfast/probe/koa';

const app = new Koa();
const maxAge = Number(process.env.TTL_MS ?? 60_000);
app.keys = ['the newest secret', 'the one before it'];
app.use(session({ key: 'sid', maxAge, sameSite: 'lax' }, app));

// After the session middleware; and only where nobody else can reach it.
app.use(probe());

app.use((context) => {
  context.body = 'an app like any other';
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, '127.0.0.1', () => console.log(`listening on port ${port}`));
