import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseAppConfig, type AppConfig } from './config.ts';
import { reportExits } from './exits.ts';
import { createTarget } from './target.ts';

const SHUTDOWN_LIMIT_MS = 5000;

/** Serves until SIGTERM or SIGINT, then answers what is in flight, closes the store and exits 0. */
async function main(config: AppConfig): Promise<void> {
  const target = await createTarget(config);
  const server = createServer(target.app);
  // Longer than any client here stays silent: a connection closed by the server under a request looks like a loss.
  server.keepAliveTimeout = 65_000;
  server.listen(config.port, config.host);
  await once(server, 'listening');
  console.log(`${config.instance}: ${config.store} on port ${String(config.port)}, process ${process.pid}`);

  const stopReporting = reportExits();
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  stopReporting();
  const limit = setTimeout(() => server.closeAllConnections(), SHUTDOWN_LIMIT_MS).unref();
  // A connection that was busy at close() stays open when its response is done; it has to be closed as it idles.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const closed = once(server, 'close');
  server.close();
  await closed;
  clearInterval(idle);
  clearTimeout(limit);
  await target.close();
}

try {
  await main(parseAppConfig(process.env));
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? `Error: ${error.message}` : error);
  process.exit(1);
}
