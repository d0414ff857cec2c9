import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseExporterConfig, type ExporterConfig } from './config.ts';
import { exporter } from './exporter.ts';
import { faultsOver } from './faults-over.ts';
import { gauge } from './gauge.ts';

/** Serves until SIGTERM or SIGINT, then exits 0. A server that is not there yet is only reported as down. */
async function main({ servers, apps, controlToken, host, port }: ExporterConfig): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const gauged = await Promise.all(
    [...servers].map(([store, url]) => gauge(store, url, apps?.replace('*', store))),
  );
  for (const each of gauged) stack.use(each);
  const app = exporter(gauged);
  if (controlToken !== undefined) app.use(faultsOver(controlToken));
  const server = createServer(app);
  server.listen(port, host);
  await once(server, 'listening');
  console.log(`exporter: ${[...servers.keys()].join(', ')} on port ${port}`);

  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  // A scrape that is cut off is only a gap in a graph.
  server.close();
  server.closeAllConnections();
}

try {
  await main(parseExporterConfig(process.env));
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? `Error: ${error.message}` : error);
  process.exit(1);
}
