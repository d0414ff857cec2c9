import express, { type Express } from 'express';
import { Counter, Gauge, Registry } from 'prom-client';
import { messageOf } from '../protocol/message-of.ts';
import { EXPORTER_METRICS } from '../protocol/metrics.ts';
import { CLOCK_ROUTE } from '../protocol/reference-clock.ts';
import { ROUTES } from '../protocol/routes.ts';
import type { Gauged } from './gauge.ts';

/**
 * Serves the figures of the stores' servers: to Prometheus all of them, and one at a time as JSON. Each is read
 * when it is asked for; of a server that does not answer there is only that it is down. Prometheus is told nothing of
 * a store that is not here at all.
 */
export function exporter(servers: readonly Gauged[]): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get(ROUTES.health, (_request, response) => {
    response.json({ stores: servers.map(({ store }) => store) });
  });
  app.get(CLOCK_ROUTE, (_request, response) => {
    response.type('text/plain').send((performance.timeOrigin + performance.now()).toFixed(3));
  });
  app.get(ROUTES.metrics, async (_request, response) => {
    const registry = await measured(servers);
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.get(`${ROUTES.figures}/:store`, async (request, response) => {
    const { store } = request.params;
    const server = servers.find((each) => each.store === store);
    if (server === undefined) {
      const known = servers.map((each) => each.store).join(', ');
      response.status(404).json({ error: `no server of "${store}" is read here; known: ${known}` });
      return;
    }
    try {
      response.json(await server.read());
    } catch (error) {
      response.status(503).json({ error: messageOf(error) });
    }
  });
  return app;
}

/** A registry for each scrape: two at once never see half of the other's readings. */
async function measured(servers: readonly Gauged[]): Promise<Registry> {
  const registry = new Registry();
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['store'], registers: [registry] });
  const up = gauge(EXPORTER_METRICS.up, "1 while the store's server answers, 0 while it does not");
  const memory = gauge(EXPORTER_METRICS.memoryBytes, "The server's own figure of what it takes up");
  const sessions = gauge(EXPORTER_METRICS.sessions, 'Sessions that the server holds, expired or not');
  const connections = gauge(EXPORTER_METRICS.connections, 'Open connections of all clients of the server');
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['store'], registers: [registry] });
  const counters = {
    cpuSeconds: counter(EXPORTER_METRICS.cpuSeconds, 'Processor time that the server has had'),
    evictions: counter(EXPORTER_METRICS.evictions, 'What the server has thrown out for want of room'),
    hits: counter(EXPORTER_METRICS.hits, 'What was asked for and was in memory'),
    misses: counter(EXPORTER_METRICS.misses, 'What was asked for and was not'),
  };
  await Promise.all(
    servers.map(async (server) => {
      const labels = { store: server.store };
      if (!(await server.isHere())) return;
      try {
        const reading = await server.read();
        memory.set(labels, reading.memoryBytes);
        sessions.set(labels, reading.sessions);
        up.set(labels, 1);
        const { connections: open, ...counts } = reading.server ?? {};
        if (open !== undefined) connections.set(labels, open);
        for (const [name, count] of Object.entries(counts))
          counters[name as keyof typeof counters].inc(labels, count);
      } catch {
        up.set(labels, 0);
      }
    }),
  );
  return registry;
}
