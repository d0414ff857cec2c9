/**
 * A proxy that ends TLS, as it stands in front of an app in production: HTTPS on one port of this machine, HTTP to the
 * app behind it, which is told by `X-Forwarded-Proto` and its kin. `node tls-proxy-main.ts PORT UPSTREAM`. Its
 * certificate is made anew each time and signed by nobody.
 */
import { ServerResponse } from 'node:http';
import { createProxyServer } from 'httpxy';
import { ownCertificate } from './own-certificate.ts';

const [port, target] = process.argv.slice(2);
if (port === undefined || target === undefined) throw new Error('usage: tls-proxy-main.ts PORT UPSTREAM');
const proxy = createProxyServer({ target, xfwd: true, ssl: ownCertificate() });
// What a client is told whose request the app may or may not have got.
proxy.on('error', (error, _request, response) => {
  console.error(error.message);
  if (!(response instanceof ServerResponse)) return;
  if (response.headersSent) response.destroy();
  else response.writeHead(502).end();
});
proxy.listen(Number(port), '127.0.0.1');
