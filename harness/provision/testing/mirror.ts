import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What the mirror does when a path is asked for. */
export type Answer =
  { kind: 'file'; content: Buffer | string } | { kind: 'silent' } | { kind: 'cut'; content: Buffer };

/** A local server with the layout of a release host; a path that it does not have is a 404. */
export async function startMirror(answers: Record<string, Answer>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else give(answer, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function give(answer: Answer, response: ServerResponse): void {
  switch (answer.kind) {
    case 'file':
      response.end(answer.content);
      break;
    case 'cut':
      response.writeHead(200, { 'content-length': answer.content.length });
      response.write(answer.content.subarray(0, answer.content.length / 2), () => response.destroy());
      break;
    case 'silent':
      break;
  }
}

/** A gzipped tar archive that holds one script. */
export function archiveOf(path: string, script: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-archive-'));
  try {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    execFileSync('tar', ['-czf', 'archive', path], { cwd: folder });
    return readFileSync(join(folder, 'archive'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const checksumOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');
