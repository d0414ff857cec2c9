import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express, { Router, type RequestHandler, type Response } from 'express';
import type { Pages } from '../../../protocol/pages.ts';
import { listening, sessions } from '../../../test/listening.ts';
import { EXIT, HoldfastError } from '../../errors.ts';
import { lookAtPages } from './look-at-pages.ts';

interface Parts {
  cookie?: object;
  /** Goes before the pages. */
  before?: RequestHandler;
  onLogIn?: (response: Response) => void;
  onLogOut?: (response: Response) => void;
  /** What the account shows of who is signed in. */
  shown?: (user: string) => string;
  /** What one add adds. */
  adds?: number;
  under?: string;
}

const TOKEN = 'a1b2c3';
const values = (session: object) => session as { user?: string; cart?: number };

function app({
  cookie,
  before,
  onLogIn,
  onLogOut,
  shown = (user) => user,
  adds = 1,
  under = '',
}: Parts = {}) {
  const pages = Router();
  pages.use(sessions(cookie), express.urlencoded({ extended: false }));
  if (before) pages.use(before);
  pages.get('/login', (_request, response) => {
    response.send(`<form><input name="_csrf" value="${TOKEN}"></form>`);
  });
  pages.post('/login', ({ body, session }, response) => {
    values(session).user = (body as { name: string }).name;
    if (onLogIn) onLogIn(response);
    else response.redirect(`${under}/`);
  });
  pages.get('/', ({ session }, response) => {
    const { user, cart = 0 } = values(session);
    if (user === undefined) return response.redirect(`${under}/login`);
    response.send(`<b>${shown(user)}</b><i>${cart}</i>`);
  });
  pages.post('/cart', ({ session }, response) => {
    values(session).cart = (values(session).cart ?? 0) + adds;
    response.redirect(`${under}/`);
  });
  pages.post('/logout', ({ session }, response, next) => {
    if (onLogOut) return onLogOut(response);
    session.destroy((error) => (error ? next(error) : response.redirect(`${under}/login`)));
  });
  return express().use(under === '' ? '/' : under, pages);
}

const told = (under = '', more: Partial<Pages> = {}): Pages => ({
  users: [{ name: 'ada' }],
  signedOut: [`${under}/login`],
  login: {
    method: 'POST',
    path: `${under}/login`,
    page: `${under}/login`,
    form: { name: '{name}' },
    done: `${under}/`,
  },
  account: { path: `${under}/`, shows: '<b>(\\w+)' },
  add: { method: 'POST', path: `${under}/cart`, form: { item: 'tea' }, done: `${under}/` },
  cart: { path: `${under}/`, shows: '<i>(\\d+)' },
  logout: { method: 'POST', path: `${under}/logout`, done: `${under}/login` },
  ...more,
});

async function looked(parts: Parts, pages: Pages) {
  await using served = await listening(createServer(app(parts)));
  return await lookAtPages(served.url, pages, { signal: AbortSignal.timeout(60_000), ttlMs: undefined });
}

/** As proxies and the package compression do it. */
const compressed =
  (encoding: 'gzip' | 'br'): RequestHandler =>
  ({ headers }, response, next) => {
    const send = response.send.bind(response);
    response.send = (body: string) => {
      if (!String(headers['accept-encoding']).includes(encoding)) return send(body);
      response.set('Content-Encoding', encoding);
      return send(encoding === 'gzip' ? gzipSync(body) : brotliCompressSync(body));
    };
    next();
  };

const csrf: RequestHandler = ({ method, body }, response, next) =>
  method === 'GET' || (body as { _csrf?: string } | undefined)?._csrf === TOKEN
    ? next()
    : void response.status(403).send('<h1>invalid csrf token</h1>');

for (const [what, parts, pages] of [
  ['as tutorials have them', {}, told()],
  ['below a path', { under: '/portal', cookie: { path: '/portal' } }, told('/portal')],
  ['compressed by gzip', { before: compressed('gzip') }, told()],
  ['compressed by brotli', { before: compressed('br') }, told()],
  [
    'whose forms have a token',
    { before: csrf },
    told('', {
      token: 'name="_csrf" value="(\\w+)"',
      login: { ...told().login, form: { name: '{name}', _csrf: '{token}' } },
      add: { method: 'POST', path: '/cart', page: '/login', form: { _csrf: '{token}' }, done: '/' },
      logout: { method: 'POST', path: '/logout', page: '/login', form: { _csrf: '{token}' }, done: '/login' },
    }),
  ],
] as const)
  test(`pages ${what} are understood`, async () =>
    assert.deepEqual(await looked(parts, pages), { ttlMs: null, refused: undefined }));

const cookieOfLoginAlone: RequestHandler = ({ path }, response, next) => {
  if (path !== '/login') return next();
  response.cookie('user', 'ada', { path: '/login' }).redirect('/');
};

const loginThatFails: RequestHandler = ({ session, path }, response, next) => {
  if (path !== '/login') return next();
  Object.assign(session, { seen: true });
  response.redirect('/');
};

const another = (response: Response) => response.redirect('https://accounts.example.com/');

for (const [what, parts, pages, message, next] of [
  [
    'redirects to another host',
    { onLogIn: another },
    told(),
    /login: POST \/login was not answered as login\.done says \(\/\): it answered 302, to https:\/\/accounts\.example\.com\//,
    /login\.done with where it redirects to/,
  ],
  [
    'gives no cookie',
    { cookie: { secure: true } },
    told(),
    /the login of http:\/\/127\.0\.0\.1:\d+ gave no cookie/,
    /a secure cookie goes out by https only/,
  ],
  [
    'gives a cookie for another domain',
    { cookie: { domain: 'shop.example.org' } },
    told(),
    /nobody is signed in, and browsers would not keep a cookie: .*shop\.example\.org/,
    /a cookie whose domain, path and age fit/,
  ],
  [
    'gives a cookie that does not go to the account',
    { before: cookieOfLoginAlone },
    told(),
    /nobody is signed in, and no cookie that the app gave goes there/,
    /a cookie whose domain, path and age fit/,
  ],
  [
    'answers a login that fails like one that succeeds',
    { before: loginThatFails },
    told(),
    /to a user who is signed in: it says that nobody is signed in$/m,
    /login\.done with what only a login that succeeds is answered/,
  ],
  [
    'asks for a token that the file does not have',
    { before: csrf },
    told(),
    /it answered 403: invalid csrf token/,
    /token with the pattern of its CSRF token, and \{token\} in login\.form/,
  ],
  [
    'has its token elsewhere',
    {},
    told('', {
      token: 'id="token">(\\w+)',
      login: { ...told().login, form: { name: '{name}', _csrf: '{token}' } },
    }),
    /login: no page had a token by the pattern id="token">/,
    /login\.page with the page that has the form/,
  ],
  [
    'shows somebody else',
    { shown: () => 'bob' },
    told(),
    /account: \/ shows "bob" to the user "ada"/,
    /the group around the name/,
  ],
  [
    'adds two at a time',
    { adds: 2 },
    told(),
    /cart: \/ showed 0, 2, 4, .* while one thing after the other was added/,
    /each add is to add one/,
  ],
  [
    'fails at the logout',
    { onLogOut: (response: Response) => void response.status(500).send('req#logout requires a callback') },
    told(),
    /logout: POST \/logout was not answered .*: it answered 500: req#logout requires a callback/,
    /see what the app printed/,
  ],
  [
    'tells those who are not signed in so in other words',
    {},
    told('', { signedOut: [401] }),
    /without a cookie, \/ does not say that nobody is signed in: it answered 302, to \/login/,
    /signedOut with where it redirects to/,
  ],
] as const)
  test(`an app that ${what} is one message with the next step`, async () => {
    await assert.rejects(looked(parts, pages), (error) => {
      assert.ok(error instanceof HoldfastError);
      assert.match(error.message, message);
      assert.match(error.next ?? '', next);
      assert.equal(error.exitCode, EXIT.usage);
      return true;
    });
  });
