import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { getIronSession, webCookies } from 'iron-session';
import { probe } from 'holdfast/probe/hono';

const app = new Hono();
const ttl = Number(process.env.TTL_MS ?? 3_600_000) / 1000;
const options = {
  cookieName: 'sid',
  password: 'a password of at least thirty-two characters',
  ttl,
  cookieOptions: { secure: process.env.NODE_ENV === 'production', sameSite: 'lax' },
};

/** What the probe does is kept as the app itself keeps it. */
const session = async ({ req, res }) => {
  const values = await getIronSession(webCookies(req.raw, res.headers), options);
  return { values: () => values, save: () => values.save(), destroy: () => values.destroy() };
};
// Only where nobody else can reach it.
app.use(probe({ session, ttlMs: ttl * 1000 }));

app.get('/', (context) => context.text('an app like any other'));

const port = Number(process.env.PORT ?? 3000);
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log(`listening on port ${port}`));
