import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import express, { type Express, type RequestHandler } from 'express';
import session from 'express-session';
import { generate } from 'selfsigned';
import { probe } from '../app/mounted.ts';
import { found, run } from './experiment.ts';
import { temporaryFolder } from './holdfast.ts';
import { listening, sessions } from './listening.ts';

const LOAD = ['--duration', '1500ms'];

async function runOn(app: Express, ...flags: string[]) {
  await using served = await listening(createServer(app));
  return await run(['--target', served.url, ...LOAD, ...flags]);
}

const withCookie = (cookie: object, name = 'connect.sid') =>
  express().use(sessions(cookie, name)).use(probe());

describe('what a browser would do with the session cookie of an app', { concurrency: 3 }, () => {
  for (const [what, app, why] of [
    ['SameSite=None without Secure', withCookie({ sameSite: 'none' }), /SameSite=None without Secure/],
    ['another Domain', withCookie({ domain: 'shop.example.com' }), /Domain is shop\.example\.com/],
    ['Partitioned without Secure', withCookie({ partitioned: true }), /Partitioned without Secure/],
    ['__Host- without Secure', withCookie({}, '__Host-sid'), /begins with __Host-/],
    ['no path', withCookie({ path: null, maxAge: 60_000 }), /an older one of its name, of Path=/],
  ] as const) {
    test(`${what} is one kind of finding, with the header as its witness`, async () => {
      const { code, result } = await runOn(app, '--workload', 'login');
      assert.deepEqual(found(result), ['refused-cookie']);
      assert.equal(code, 1);
      const { summary } = result.anomalies[0] ?? { summary: '' };
      assert.match(summary, why);
      assert.match(summary, /\(Set-Cookie: \S+=s%3A.{2}\.\.\.; /);
    });
  }

  for (const cookie of [{}, { expires: false }, { httpOnly: false, sameSite: 'strict' }]) {
    test(`with ${JSON.stringify(cookie)} all is well, through redirects too`, async () => {
      const { code, result } = await runOn(withCookie(cookie), '--workload', 'redirect');
      assert.deepEqual(found(result), []);
      assert.equal(code, 0, JSON.stringify(result.problems));
      for (const kind of ['refused-cookie', 'stray-redirect'])
        assert.ok((result.checkers.find(({ checker }) => checker === kind)?.tested ?? 0) > 0, kind);
    });
  }

  test('cookies are not kept apart by port: two instances on two of them are one host', async () => {
    const store = new session.MemoryStore();
    const instance = (name: string) =>
      express()
        .use(session({ secret: 'x', resave: false, saveUninitialized: false, store }))
        .use(probe({ instance: name }));
    await using one = await listening(createServer(instance('one')));
    await using other = await listening(createServer(instance('other')));
    const { code, result } = await run(['--target', one.url, '--target', other.url, ...LOAD]);
    assert.deepEqual([code, found(result)], [0, []]);
  });

  test('by HTTPS of a private CA, a Secure cookie of __Host- is kept', async () => {
    await using folder = await temporaryFolder();
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    });
    const ca = join(folder.path, 'ca.pem');
    await writeFile(ca, cert);
    const app = withCookie({ secure: true, sameSite: 'none', partitioned: true }, '__Host-sid');
    await using served = await listening(createTlsServer({ key, cert }, app));
    const target = served.url.replace('http:', 'https:');
    const { code, result } = await run(['--target', target, '--ca', ca, ...LOAD, '--workload', 'redirect']);
    assert.deepEqual([code, found(result)], [0, []], JSON.stringify(result.problems));
  });
});

/** From its nth redirect on, an app that sends its visitors elsewhere. */
function strayingFrom(nth: number, elsewhere: string): Express {
  let redirects = 0;
  const stray: RequestHandler = (_request, response, next) => {
    const location = response.location.bind(response);
    response.location = (to) => location(++redirects < nth ? to : elsewhere);
    next();
  };
  return express().use(stray).use(sessions()).use(probe());
}

for (const nth of [1, 40]) {
  test(`a redirect away from the app, from the ${nth}. on, is told and not followed`, async () => {
    let asked = 0;
    const elsewhere = createServer((_request, response) => {
      asked++;
      response.end();
    });
    await using other = await listening(elsewhere);
    const { code, result } = await runOn(strayingFrom(nth, `${other.url}/away`), '--workload', 'redirect');
    assert.equal(asked, 0);
    assert.deepEqual([code, found(result)], [1, ['stray-redirect']]);
    assert.match(result.anomalies[0]?.summary ?? '', new RegExp(`away from the app, to ${other.url}/away`));
  });
}
