import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../errors.ts';
import { explained } from './explain.ts';

/** What docker really printed (28.2, compose 2.40) when each of these went wrong. */
const CASES: readonly [what: string, words: string, message: RegExp, next: RegExp][] = [
  [
    'no daemon',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    /^no Docker daemon answers \(unix:\/\/\/var\/run\/docker\.sock\)$/,
    /start Docker/,
  ],
  [
    'no compose plugin',
    "docker: unknown command: docker compose\n\nRun 'docker --help' for more information",
    /has no compose plugin/,
    /docker-compose-plugin/,
  ],
  [
    'a compose plugin from before include',
    'validating /holdfast/docker-compose.yml: (root) Additional property include is not allowed',
    /too old to know include/,
    /2\.20 or later/,
  ],
  [
    'a port that is taken',
    ' Container hf-balancer-1  Starting\nError response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint hf-balancer-1 (d2f0): failed to bind host port for 127.0.0.1:1:172.20.0.2:3010/tcp: address already in use',
    /^port 1 is taken on 127\.0\.0\.1/,
    /HOLDFAST_\*_PORT/,
  ],
  [
    'an older way to say so',
    'Error response from daemon: driver failed programming external connectivity: Bind for 127.0.0.1:1 failed: port is already allocated',
    /^port 1 is taken on 127\.0\.0\.1/,
    /another port/,
  ],
  [
    'an image that cannot be pulled',
    ' redis Error failed to resolve reference "docker.io/library/redis:8.2.1": failed to do request: Head "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
    /an image cannot be pulled: docker\.io\/library\/redis:8\.2\.1/,
    /docker load/,
  ],
  [
    'a registry that cannot be reached',
    ` redis Pulling \n redis Error Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host
Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host`,
    /an image cannot be pulled: that of redis \(Error response from daemon: Get/,
    /docker load/,
  ],
  [
    'a service that does not get healthy',
    'dependency failed to start: container hf-redis-1 is unhealthy',
    /the container hf-redis-1 did not get healthy/,
    /docker logs hf-redis-1/,
  ],
  [
    'a service that ends',
    'dependency failed to start: container hf-redis-1 exited (1)',
    /the container hf-redis-1 ended with code 1/,
    /docker logs hf-redis-1/,
  ],
];

for (const [what, words, message, next] of CASES) {
  test(`${what} is one line and the next step`, async () => {
    const error = await explained({ args: ['compose', 'up'], words, code: undefined });
    assert.match(error.message, message);
    assert.match(error.next ?? '', next);
    assert.equal(error.exitCode, EXIT.unavailable);
    assert.doesNotMatch(error.message, /\n/);
  });
}

test('an image that cannot be built is named with the last words of the step that failed', async () => {
  const step = `echo 'no build' >&2; exit 1`;
  const printed = `#4 [app-x-1 2/2] RUN ${step}
#4 0.147 sqlite3 has no build
#4 ERROR: executor failed running [/bin/sh -c ${step}]: exit code: 1
------
 > [app-x-1 2/2] RUN ${step}:
0.120 npm error no registry
0.147 sqlite3 has no build
------`;
  const words = `failed to solve: executor failed running [/bin/sh -c ${step}]: exit code: 1\n`;
  const args = ['compose', 'build', 'exporter', 'app-x-1'];
  const error = await explained({ args, words, printed, code: undefined });
  assert.equal(error.message, 'the image of app-x-1 cannot be built: sqlite3 has no build');
  assert.equal(error.next, "docker compose --profile '*' build app-x-1");
});

test('without a docker command, that is what is said', async () => {
  const error = await explained({ args: ['version'], words: '', code: 'ENOENT' });
  assert.match(error.message, /no docker command/);
});

test("what nobody foresaw keeps docker's last words", async () => {
  const args = ['compose', '--file', 'x.yml', 'kill', '--signal', 'SIGKILL', 'redis'];
  const error = await explained({ args, words: 'first\nservice "redis" is not running\n', code: undefined });
  assert.equal(error.message, 'docker compose kill redis failed: service "redis" is not running');
});
