import { createServer } from 'node:http';
import { getIronSession } from 'iron-session';
import { probe } from 'holdfast/probe/node';

const ttl = Number(process.env.TTL_MS ?? 3_600_000) / 1000;
const options = {
  cookieName: 'sid',
  password: 'a password of at least thirty-two characters',
  ttl,
  cookieOptions: { secure: process.env.NODE_ENV === 'production', sameSite: 'lax' },
};

/** What the probe does is kept as the app itself keeps it. */
const session = async (request, response) => {
  const values = await getIronSession(request, response, options);
  return { values: () => values, save: () => values.save(), destroy: () => values.destroy() };
};
const isProbed = probe({ session, ttlMs: ttl * 1000 });

const answer = async (request, response) => {
  // Only where nobody else can reach it.
  if (await isProbed(request, response)) return;
  response.end('an app like any other');
};
const server = createServer((request, response) => void answer(request, response));

const port = Number(process.env.PORT ?? 3000);
server.listen(port, '127.0.0.1', () => console.log(`listening on port ${port}`));
