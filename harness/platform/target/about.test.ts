import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import cookieSession from 'cookie-session';
import express, { type Express, type RequestHandler } from 'express';
import { probe } from '../../../app/mounted.ts';
import { listening, sessions } from '../../../test/listening.ts';
import { EXIT, HoldfastError } from '../../errors.ts';
import { lookAt } from './about.ts';

const LOOK = { signal: AbortSignal.timeout(60_000), asProxy: false };

async function looked(app: Express, look = LOOK) {
  await using served = await listening(createServer(app));
  return await lookAt(served.url, look);
}

const withCookie = (cookie: object) => express().use(sessions(cookie)).use(probe());

for (const [what, cookie, seen] of [
  ['none of an age', {}, { ttlMs: null, rolling: false }],
  ['false as expires: it ends with the browser', { expires: false }, { ttlMs: null, rolling: false }],
  ['an age', { maxAge: 60_000 }, { ttlMs: 60_000, rolling: false }],
  ['httpOnly off, and strict: neither is in the way', { httpOnly: false, sameSite: 'strict' }, {}],
] as const) {
  test(`a cookie with ${what} is taken over`, async () => {
    const { instance, saveMode, given, ...rest } = await looked(withCookie(cookie));
    assert.equal(given.setCookies.length, 1);
    assert.ok(instance !== '' && saveMode === 'implicit');
    assert.deepEqual(rest, { ttlMs: null, rolling: false, refused: undefined, ...seen });
  });
}

for (const [cookie, why] of [
  [{ sameSite: 'none' }, /SameSite=None without Secure \(Set-Cookie: connect\.sid=s%3A..\.\.\.; Path=/],
  [{ domain: 'shop.example.com' }, /Domain is shop\.example\.com/],
] as const) {
  test(`a cookie with ${JSON.stringify(cookie)} is seen as what no browser keeps, and no reason not to run`, async () => {
    const { refused } = await looked(withCookie(cookie));
    assert.match(refused ?? '', why);
  });
}

test('a secure cookie is given to those who come as by a proxy, if the app trusts it', async () => {
  const app = express()
    .set('trust proxy', 1)
    .use(sessions({ secure: true }))
    .use(probe());
  const { refused } = await looked(app, { ...LOOK, asProxy: true });
  assert.equal(refused, undefined);
});

const hourBefore = (ms: number) => new Date(ms - 3_600_000).toUTCString();

/** As by a clock that is an hour behind: the Date of each answer, and the end of its cookies. */
const anHourBehind: RequestHandler = (_request, response, next) => {
  response.setHeader('Date', hourBefore(Date.now()));
  const writeHead = response.writeHead.bind(response) as (status: number) => typeof response;
  response.writeHead = (status: number) => {
    const cookies = [response.getHeader('Set-Cookie') ?? []].flat().map(String);
    const dated = cookies.map((cookie) =>
      cookie.replace(/(?<=Expires=)[^;]+/, (ends) => hourBefore(Date.parse(ends))),
    );
    if (dated.length > 0) response.setHeader('Set-Cookie', dated);
    return writeHead(status);
  };
  next();
};

test('a cookie that is over when it comes by a clock that is behind is what browsers keep', async () => {
  const app = express()
    .use(anHourBehind)
    .use(sessions({ maxAge: 60_000 }))
    .use(probe());
  const { given, ttlMs } = await looked(app);
  assert.equal(ttlMs, 60_000);
  assert.ok(
    Date.parse(/Expires=([^;]+)/.exec(given.setCookies[0] ?? '')?.[1] ?? '') < Date.now() - 3_000_000,
  );
});

/** In front of the probe, behind the sessions. */
const behind = (check: RequestHandler) => express().use(sessions()).use(check).use(probe());

const csrf: RequestHandler = ({ method }, response, next) =>
  method === 'GET' ? next() : void response.status(403).send('<h1>invalid csrf token</h1>');

for (const [what, app, message, next] of [
  ['maxAge 0', withCookie({ maxAge: 0 }), /over when they begin/, /cookie\.maxAge and cookie\.expires/],
  [
    'a date that has passed',
    withCookie({ expires: new Date(Date.now() - 86_400_000) }),
    /over when they begin: their cookie has ended by then, \d+ s ago/,
    /cookie\.expires/,
  ],
  [
    'a text as expires',
    withCookie({ expires: '2020-01-01' }),
    /is the text "2020-01-01", at which express-session fails/,
    /a Date/,
  ],
  [
    'a cookie path where the probe is not',
    withCookie({ path: '/admin' }),
    /express-session is mounted .* and passes over the requests of the probe/,
    /cookie\.path is not the beginning of \/probe\//,
  ],
  [
    'cookie-session',
    express()
      .use(cookieSession({ keys: ['x'], maxAge: 60_000 }))
      .use(probe()),
    /finds cookie-session's on its requests/,
    /--store cookie/,
  ],
  [
    'the probe before the sessions',
    express().use(probe()).use(sessions()),
    /finds no session/,
    /mount it after/,
  ],
  ['a CSRF check', behind(csrf), /turns requests away: it answered 403 \(invalid csrf token\)/, /CSRF token/],
  [
    'a login',
    behind((_request, response) => response.redirect('/login')),
    /sends whoever asks for the probe to \/login/,
    /before what redirects/,
  ],
  [
    'a limit',
    behind((_request, response) => void response.status(429).end()),
    /limits how often/,
    /leave \/probe\/ out/,
  ],
  [
    'a secure cookie over http',
    withCookie({ secure: true }),
    /it is secure, and .* not come by https/,
    /trust proxy/,
  ],
] as const) {
  test(`an app with ${what} is one true message with the next step`, async () => {
    const error = await looked(app).catch((reason: unknown) => reason);
    assert.ok(error instanceof HoldfastError, String(error));
    assert.equal(error.exitCode, EXIT.usage);
    assert.match(error.message, message);
    assert.match(error.next ?? '', next);
  });
}

for (const [what, body] of [
  [
    'speaks another protocol',
    { sessions: 'express-session', ttlMs: null, saveMode: 'implicit', protocol: 999 },
  ],
  ['says of itself what nobody understands', { sessions: ['of a kind to come'] }],
] as const)
  test(`a probe that ${what} is told to be that of another version, with what to do`, async () => {
    const about = { holdfast: 'probe', instance: 'app-1', ...body };
    const app = express().get('/probe/about', (_request, response) => void response.json(about));
    const error: unknown = await looked(app).catch((reason: unknown) => reason);
    assert.ok(error instanceof HoldfastError, String(error));
    assert.equal(error.exitCode, EXIT.usage);
    assert.match(error.message, /the probe at \S+ is that of another version of Holdfast/);
    assert.match(error.next ?? '', /install the same holdfast in the app as here/);
  });
