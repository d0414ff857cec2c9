/**
 * Dynalite as a server that can be asked for its version and ends in its own order:
 *
 *   node server.mjs --port 8000 --path <folder for its data>
 */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import dynalite from 'dynalite';

const { values } = parseArgs({
  options: { version: { type: 'boolean' }, port: { type: 'string' }, path: { type: 'string' } },
});
if (values.version) {
  const { version } = createRequire(import.meta.url)('dynalite/package.json');
  console.log(`dynalite ${version}`);
} else {
  const server = dynalite({ path: values.path });
  server.listen(Number(values.port), '127.0.0.1');
  process.once('SIGTERM', () => {
    server.close(() => process.exit(0));
    // A client of HTTP keeps its connections for its next request.
    server.closeAllConnections();
  });
}
