/**
 * The balancer in front of an app that was started by its own command, as a process of its own: one address for all
 * instances. `node balancer-main.ts PORT random|sticky NAME=UPSTREAM...`. An instance that refuses connections gets
 * none until it takes them again; what is answered says by which instance.
 */
import { connect } from 'node:net';
import { ServerResponse, createServer, type IncomingMessage } from 'node:http';
import { createProxyServer } from 'httpxy';
import { BALANCED_TO, BALANCER_COOKIE } from '../../../../protocol/routes.ts';

interface Upstream {
  name: string;
  target: string;
  isDown: boolean;
}

const LOOK_EVERY_MS = 50;

const [port, how, ...given] = process.argv.slice(2);
const upstreams: Upstream[] = given.map((text) => {
  const at = text.indexOf('=');
  return { name: text.slice(0, at), target: text.slice(at + 1), isDown: false };
});
// Connections are not kept: one that the app closes just then would look like an app that broke.
const proxy = createProxyServer({ xfwd: true });
const chosen = new WeakMap<IncomingMessage, Upstream>();

proxy.on('error', (error, request, response) => {
  if (request === undefined) return;
  const upstream = chosen.get(request);
  const isRefused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  if (upstream !== undefined && isRefused) leaveOut(upstream);
  if (!(response instanceof ServerResponse)) return;
  if (response.headersSent) return void response.destroy();
  // Nothing of it got anywhere, so that another may have it.
  const isWhole = !('content-length' in request.headers || 'transfer-encoding' in request.headers);
  if (isRefused && isWhole && upstreams.some(({ isDown }) => !isDown)) return pass(request, response);
  console.error(`${upstream?.name ?? ''}: ${error.message}`);
  response.writeHead(502, { 'content-type': 'text/plain' }).end('bad gateway');
});

// Beside the app's own cookies, of the same header: what is set before is overwritten by them.
proxy.on('proxyRes', (answer, request) => {
  const upstream = chosen.get(request);
  if (how !== 'sticky' || upstream === undefined || tied(request) === upstream) return;
  const own = `${BALANCER_COOKIE}=${upstream.name}; Path=/; HttpOnly`;
  answer.headers['set-cookie'] = [...(answer.headers['set-cookie'] ?? []), own];
});

createServer(pass).listen(Number(port), '127.0.0.1');

function pass(request: IncomingMessage, response: ServerResponse): void {
  const upstream = upstreamFor(request);
  chosen.set(request, upstream);
  response.setHeader(BALANCED_TO, upstream.name);
  void proxy.web(request, response, { target: upstream.target });
}

function upstreamFor(request: IncomingMessage): Upstream {
  const up = upstreams.filter(({ isDown }) => !isDown);
  const among = up.length > 0 ? up : upstreams;
  const own = how === 'sticky' ? tied(request) : undefined;
  if (own !== undefined && among.includes(own)) return own;
  return among[Math.floor(Math.random() * among.length)] as Upstream;
}

function tied({ headers }: IncomingMessage): Upstream | undefined {
  const name = new RegExp(`(?:^|; )${BALANCER_COOKIE}=([^;]*)`).exec(headers.cookie ?? '')?.[1];
  return upstreams.find((upstream) => upstream.name === name);
}

function leaveOut(upstream: Upstream): void {
  if (upstream.isDown) return;
  upstream.isDown = true;
  const { hostname, port } = new URL(upstream.target);
  const look = () => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => {
      upstream.isDown = false;
      socket.destroy();
    });
    socket.once('error', () => setTimeout(look, LOOK_EVERY_MS));
  };
  look();
}
