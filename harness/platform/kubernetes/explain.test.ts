import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../errors.ts';
import { explained } from './explain.ts';

const ARGS = ['--context', 'work', '--namespace', 'holdfast-x', 'get', 'pod', 'app-1'];

/** What kubectl really printed (1.32) when each of these went wrong. */
const CASES: readonly [what: string, words: string, message: RegExp, next: RegExp][] = [
  [
    'a cluster that is not there',
    'The connection to the server 127.0.0.1:37493 was refused - did you specify the right host or port?',
    /^the cluster of the context work does not answer \(The connection to the server 127\.0\.0\.1:37493 was refused/,
    /kubectl --context work version/,
  ],
  [
    'a name that nobody knows, after five lines for its log',
    'E1127 06:25:06.123456    1234 memcache.go:265] "Unhandled Error" err="couldn\'t get current server API group list"\nUnable to connect to the server: dial tcp: lookup cluster.invalid: no such host',
    /does not answer \(Unable to connect to the server: dial tcp: lookup cluster\.invalid: no such host\)$/,
    /kubectl --context work version/,
  ],
  [
    'credentials that are no longer taken',
    'error: You must be logged in to the server (Unauthorized)',
    /does not take its credentials/,
    /log in to it again; kubectl --context work auth whoami/,
  ],
  [
    'something that is not allowed',
    'Error from server (Forbidden): namespaces is forbidden: User "somebody" cannot create resource "namespaces" in API group "" at the cluster scope',
    /^somebody may not create namespaces in the cluster of the context work$/,
    /docs\/KUBERNETES\.md/,
  ],
  [
    'a namespace that is there already',
    'Error from server (AlreadyExists): error when creating "STDIN": namespaces "holdfast-x" already exists',
    /^there is a namespace holdfast-x already/,
    /delete namespace holdfast-x, if it is nobody's/,
  ],
  [
    'a webhook that nobody serves',
    'Error from server (InternalError): error when creating "STDIN": Internal error occurred: failed calling webhook "mnetworkchaos.kb.io": failed to call webhook: Post "https://chaos.svc:443/x": dial tcp 10.0.0.1:443: connect: connection refused',
    /^the webhook mnetworkchaos\.kb\.io of the cluster does not answer \(.*connection refused\)$/,
    /get pods --all-namespaces/,
  ],
  [
    'what nobody foresaw',
    'first\nerror: the server doesn\'t have a resource type "pod"\n',
    /^kubectl get pod app-1 failed: error: the server doesn't have a resource type "pod"$/,
    /get events/,
  ],
];

for (const [what, words, message, next] of CASES) {
  test(`${what} is one line and the next step`, () => {
    const error = explained({ args: ARGS, words, code: undefined });
    assert.match(error.message, message);
    assert.match(error.next ?? '', next);
    assert.equal(error.exitCode, EXIT.unavailable);
    assert.doesNotMatch(error.message, /\n/);
  });
}

test('without a kubectl command, that is what is said', () => {
  const error = explained({ args: ['config'], words: '', code: 'ENOENT' });
  assert.match(error.message, /no kubectl command was found/);
});

test('what was run in a pod is no part of the message', () => {
  const args = [...ARGS.slice(0, 4), 'exec', 'app-1', '--container', 'app', '--', 'sh', '-c', 'kill -9 -1'];
  const { message } = explained({ args, words: 'error: unable to upgrade connection', code: undefined });
  assert.equal(message, 'kubectl exec app-1 failed: error: unable to upgrade connection');
});
