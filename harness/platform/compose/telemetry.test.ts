import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import pWaitFor from 'p-wait-for';
import type { FaultLine } from '../../../protocol/history.ts';
import { draft } from '../../plan/draft.ts';
import type { Container } from './containers.ts';
import { telemetry } from './telemetry.ts';

const load = { workload: 'register', clients: 1, rate: 1, durationMs: 1000 } as const;
const experiment = { id: 'x', seed: 1, ...draft({ title: '', subject: { store: 'redis' }, load }) };
const onset = {
  fault: 'server-pause',
  id: 'f1',
  target: 'redis',
  phase: 'onset',
  at: 0,
} as unknown as FaultLine;

test('a fault is told again while it lasts, so that it neither fades nor outlives a run that was killed', async () => {
  let told = 0;
  const server = createServer((request, response) => {
    told++;
    request.resume();
    response.statusCode = 204;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as { port: number };
    const prometheus = {
      State: { Running: true },
      NetworkSettings: { Ports: { '9090/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] } },
    } as unknown as Container;
    const { onFault } = telemetry(
      { prometheus, grafana: undefined },
      { run: 'r', report: () => {}, repeatMs: 10 },
    );
    onFault?.(experiment, onset);
    await pWaitFor(() => told >= 4);
    onFault?.(experiment, { ...onset, phase: 'healed' });
    await pWaitFor(() => told >= 5);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
