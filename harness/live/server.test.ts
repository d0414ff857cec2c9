import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { serveLive } from './server.ts';

interface Asked {
  status: number | undefined;
  headers: Record<string, unknown>;
  content: string;
}

const ask = (address: string, options: { method?: string; headers?: Record<string, string> } = {}) =>
  new Promise<Asked>((resolve, reject) => {
    const sent = request(address, options, (response) => {
      const { statusCode: status, headers } = response;
      text(response).then((content) => resolve({ status, headers, content }), reject);
    });
    sent.once('error', reject).end();
  });

test('the page is for this machine, by its own address, and to be looked at alone', async () => {
  const server = await serveLive(0, () => '<p>now</p>');
  const { status, headers, content } = await ask(server.address);
  assert.deepEqual([status, content], [200, '<p>now</p>']);
  assert.match(String(headers['content-security-policy']), /default-src 'none'; script-src 'sha256-/);
  const port = new URL(server.address).port;
  assert.equal(new URL(server.address).hostname, '127.0.0.1');
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`])
    assert.equal((await ask(server.address, { headers: { host } })).status, 403, host);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    assert.equal((await ask(server.address, { method })).status, 405, method);
  for (const path of ['report', '../etc/passwd', '%2e%2e/x', 'events/'])
    assert.equal((await ask(server.address + path)).status, 404, path);
  await server.end(undefined);
  await assert.rejects(ask(server.address));
});

test('whoever looks is shown what is new, and handed the report before the server goes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-live-'));
  const report = join(folder, 'report.html');
  await writeFile(report, '<h1>The report</h1>');
  const server = await serveLive(0, () => '');
  const response = await fetch(`${server.address}events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader() ?? assert.fail();
  let seen = '';
  const until = async (wanted: RegExp) => {
    while (!wanted.test(seen)) {
      const { done, value = '' } = await reader.read();
      if (done) assert.fail(`ended before ${wanted}: ${seen}`);
      seen += value;
    }
  };
  await until(/retry/);
  server.show('<p>1\n2</p>');
  await until(/data: "<p>1\\n2<\/p>"\n\n/);
  const ended = server.end(report);
  await until(/event: over\ndata: "report"\n\n/);
  assert.equal((await ask(`${server.address}report`)).content, '<h1>The report</h1>');
  await ended;
  await rm(folder, { recursive: true });
});

test('a port that somebody has is an error', async () => {
  const server = await serveLive(0, () => '');
  await assert.rejects(
    serveLive(Number(new URL(server.address).port), () => ''),
    /EADDRINUSE/,
  );
  await server.end(undefined);
});
