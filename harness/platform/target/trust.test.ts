import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { getCACertificates } from 'node:tls';
import express from 'express';
import { generate } from 'selfsigned';
import { probe } from '../../../app/mounted.ts';
import { temporaryFolder } from '../../../test/holdfast.ts';
import { listening, sessions } from '../../../test/listening.ts';
import { EXIT, HoldfastError } from '../../errors.ts';
import { lookAt } from './about.ts';
import { trust, trustOfGenerator } from './trust.ts';

const failure = async (work: () => unknown) => {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof HoldfastError, String(error));
    return error;
  }
  return assert.fail('it did not fail');
};

test('an app behind a private CA is refused with its cause, and seen by this process and k6 once that is trusted', async () => {
  await using folder = await temporaryFolder();
  const names = [{ name: 'commonName', value: '127.0.0.1' }];
  const altNames = [{ type: 7 as const, ip: '127.0.0.1' }];
  const { private: key, cert } = await generate(names, {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  const app = express().use(sessions()).use(probe());
  await using served = await listening(createServer({ key, cert }, app));
  const url = served.url.replace('http:', 'https:');
  const look = () => lookAt(url, { signal: AbortSignal.timeout(60_000), asProxy: false });

  // Whoever runs this may have added some of their own.
  if (getCACertificates('extra').length === 0)
    assert.deepEqual(await trustOfGenerator(folder.path), {}, 'k6 is left its own where nothing was added');
  const refused = await failure(look);
  assert.match(refused.message, /the certificate of https:.* is not trusted: .*self-signed/);
  assert.match(refused.next ?? '', /--ca FILE \(PEM\), or NODE_EXTRA_CA_CERTS=FILE/);

  const file = join(folder.path, 'ca.pem');
  await writeFile(file, `# ours\n${cert}`);
  trust(file);
  assert.equal((await look()).saveMode, 'implicit');
  const { SSL_CERT_FILE: given = '' } = await trustOfGenerator(folder.path);
  const all = await readFile(given, 'utf8');
  assert.ok(all.includes(cert.trim().replaceAll('\r', '')), 'k6 gets the one that was added');
  assert.ok(all.length > 10 * cert.length, 'and the usual ones');
});

test('a file without certificates, and none at all, are usage errors', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'ca.pem');
  await writeFile(file, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  for (const [given, message] of [
    [file, /has no certificate in PEM form/],
    [join(folder.path, 'none'), /could not be read/],
  ] as const) {
    const { exitCode, message: seen } = await failure(() => trust(given));
    assert.equal(exitCode, EXIT.usage);
    assert.match(seen, message);
  }
});
