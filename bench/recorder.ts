import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { provision } from '../harness/provision/provision.ts';
import { inTurn, overRounds, type Ratio } from './rounds.ts';

const SCENARIO = fileURLToPath(new URL('../scenarios/register.ts', import.meta.url));

/** Requests a second of k6 with the recorder over k6 without, on a schedule that it cannot keep up with. */
export async function benchRecorder(rounds: number): Promise<Ratio> {
  const k6 = await provision('k6', {
    signal: new AbortController().signal,
    report: (line) => console.error(line),
  });
  // The least that k6 can be made to talk to, so that it is k6 that is measured.
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json', 'x-holdfast-instance': 'app-1' });
    response.end('{"owner":null,"value":null}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const load = async (record: boolean) => {
    const startedMs = performance.now();
    // The history goes down a pipe and is counted, as it is when the harness takes it in.
    const result = await execa(
      k6.path,
      ['run', '--quiet', '--no-thresholds', '--log-format', 'raw', SCENARIO],
      {
        env: {
          ...k6.env,
          TARGET: target,
          HARNESS: 'true',
          RECORD: String(record),
          CLIENTS: '20',
          RATE: '100000',
          DURATION_MS: '250',
        },
        maxBuffer: 1e9,
        timeout: 120_000,
      },
    );
    const requests = Number(/http_reqs\D+(\d+)/.exec(result.stdout)?.[1]);
    return requests / ((performance.now() - startedMs) / 1000);
  };
  try {
    const name = 'k6: with the recorder over without, requests/s';
    return await overRounds({ name, rounds, wanted: 0.95 }, () =>
      inTurn(
        () => load(true),
        () => load(false),
        1,
      ),
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
