import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HoldfastError } from '../errors.ts';
import { share, sizeInBytes } from './names.ts';
import { parseFaults } from './parse.ts';
import { parseDuration } from './parse-duration.ts';

test('durations carry their unit', () => {
  assert.equal(parseDuration('250ms'), 250);
  assert.equal(parseDuration('20s'), 20_000);
  assert.equal(parseDuration('1.5m'), 90_000);
  assert.equal(parseDuration('1m30s'), 90_000);
  assert.equal(parseDuration('2h 5m 1ms'), 7_500_001);
  assert.equal(parseDuration('14d'), 14 * 86_400_000);
  for (const wrong of ['20', '', 's', '-1s', '1w', '1s1m', '1s1s', '1m30', '1e3s'])
    assert.throws(() => parseDuration(wrong), /is not a duration/);
});

test('a share is in percent, or between none and all', () => {
  for (const text of ['1%', '1 %', '0.01']) assert.equal(share(text), 0.01);
  assert.equal(share('100%'), 1);
  assert.equal(share('0'), 0);
  for (const wrong of ['101%', '2', '-1%', '', '%', 'some'])
    assert.throws(() => share(wrong), /Expected a share/);
});

test('a size is in bytes, or in units of 1000 or 1024', () => {
  const parse = sizeInBytes(1_000_000);
  assert.deepEqual(
    ['0', '512', '1KB', '1kb', '1.5 KiB', '1MB'].map(parse),
    [0, 512, 1000, 1000, 1536, 1_000_000],
  );
  for (const wrong of ['', '1MiB', '-1', '0.5', '1 GB', 'KB', '0x10'])
    assert.throws(() => parse(wrong), /Expected bytes/);
});

const memory = (instances: number) => ({ store: 'memory', instances, hasServer: false });
const redis = (instances: number) => ({ store: 'redis', instances, hasServer: true });

test('what an app of the user’s own has not said to have is what to say, and no other store', () => {
  const own = { store: 'your-app', instances: 1, hasServer: false };
  assert.throws(
    () => parseFaults('server-crash@5s', own),
    (error: HoldfastError) => /--server with --command/.test(error.next ?? ''),
  );
});

test('a schedule names kind, target, time and duration of each fault', () => {
  assert.deepEqual(parseFaults('app-restart@5s, app-crash:app-2@800ms+1s', memory(2)), [
    { id: 'f1', kind: 'app-restart', target: 'app-1', atMs: 5000, durationMs: 0 },
    { id: 'f2', kind: 'app-crash', target: 'app-2', atMs: 800, durationMs: 1000 },
  ]);
  assert.deepEqual(parseFaults('server-pause@1s+500ms,wire-down:app-2@2s', redis(2)), [
    { id: 'f1', kind: 'server-pause', target: 'redis', atMs: 1000, durationMs: 500 },
    { id: 'f2', kind: 'wire-down', target: 'app-2', atMs: 2000, durationMs: 2000 },
  ]);
});

test('a fault or instance that does not exist is named, with the nearest that does', () => {
  assert.throws(
    () => parseFaults('app-crush@5s', memory(1)),
    /no fault is called "app-crush"\. Did you mean "app-crash"\?/,
  );
  assert.throws(() => parseFaults('app-crash:app-3@5s', memory(2)), /no instance is called "app-3"/);
  assert.throws(() => parseFaults('server-crash:mongo@5s', redis(2)), /no server is called "mongo"/);
  assert.throws(() => parseFaults('app-crash', memory(1)), /expected kind@time/);
  assert.throws(() => parseFaults('app-pause@5s+', memory(1)), /expected kind@time/);
});

test('what ends as it begins breaks nothing, and is refused; what is started again need not stay away', () => {
  for (const none of ['0s', '0ms', '0.1ms'])
    for (const kind of ['app-pause', 'server-pause', 'wire-down', 'wire-slow'])
      assert.throws(() => parseFaults(`${kind}@1s+${none}`, redis(1)), /is over as it begins/);
  assert.equal(parseFaults('server-crash@1s+0s', redis(1))[0]?.durationMs, 0);
  assert.equal(parseFaults('app-pause@1s+1ms', redis(1))[0]?.durationMs, 1);
});

test('a store without a server has neither server nor wire to break', () => {
  for (const kind of ['server-crash', 'wire-down'])
    assert.throws(() => parseFaults(`${kind}@5s`, memory(1)), /memory has none/);
});

test('a fault takes parameters in their units; what is not said is as usual', () => {
  const parametersIn = (text: string) =>
    parseFaults(`${text}@5s+3s`, redis(2)).map(({ parameters }) => parameters);
  const usual = { latencyMs: 150, jitterMs: 0, direction: 'upstream' };
  for (const same of ['wire-slow', 'wire-slow(150ms)', 'wire-slow(upstream)', 'wire-slow( 0.15s ,upstream )'])
    assert.deepEqual(parametersIn(same), [usual]);
  const varying = { latencyMs: 150, jitterMs: 50, direction: 'both' };
  for (const same of ['150ms±50ms, both', 'both,150ms ± 50ms', '150ms+-50ms,both'])
    assert.deepEqual(parametersIn(`wire-slow(${same})`), [varying]);
  assert.deepEqual(
    parseFaults('wire-slow(2s, downstream):app-2@1s+1s,app-crash@3s,wire-slow(both)@5s', redis(2)).map(
      ({ kind, target, parameters }) => [kind, target, parameters],
    ),
    [
      ['wire-slow', 'app-2', { latencyMs: 2000, jitterMs: 0, direction: 'downstream' }],
      ['app-crash', 'app-1', undefined],
      ['wire-slow', 'app-1', { ...usual, direction: 'both' }],
    ],
  );
});

const onRedis = { store: 'redis', instances: 1, hasServer: true, program: 'redis-server' } as const;

const parametersIn = (text: string) => parseFaults(`${text}@5s`, onRedis)[0]?.parameters;

test('what is chosen is a word among the parameters', () => {
  assert.deepEqual(parametersIn('server-memory-full'), { policy: 'noeviction' });
  assert.deepEqual(parametersIn('server-memory-full(allkeys-lru)'), { policy: 'allkeys-lru' });
  assert.throws(() => parametersIn('server-memory-full(allkeys-lur)'), /Did you mean "allkeys-lru"\?/);
  assert.throws(
    () => parametersIn('server-memory-full(noeviction, allkeys-lru)'),
    /was given twice, as noeviction and as allkeys-lru/,
  );
  assert.throws(() => parametersIn('server-memory-full(12)'), /one too many/);
});

test('what a server has to be asked for only some can have, and only where they are reached', () => {
  const faults = 'server-read-only@5s';
  const onMongo = { ...onRedis, store: 'mongo', program: 'mongod' } as const;
  assert.throws(
    () => parseFaults(faults, onMongo),
    /server of mongo: redis-server, valkey-server, postgres can have it/,
  );
  assert.throws(() => parseFaults(faults, redis(1)), /redis-server, valkey-server, postgres can have it/);
  assert.throws(
    () => parseFaults(faults, { ...onRedis, platform: 'compose' }),
    /nobody outside of the stack/,
  );
  assert.throws(
    () => parseFaults(faults, { ...onRedis, topology: 'sentinel' }),
    /another one may be the primary/,
  );
  assert.equal(parseFaults(faults, { ...onRedis, platform: 'process' }).length, 1);
});

test('in a cluster what would be kept down, or takes more than pods have, is refused with what can be had', () => {
  const onCluster = { ...onRedis, platform: 'kubernetes' } as const;
  const parse = (faults: string) => () => parseFaults(faults, onCluster);
  assert.throws(parse('app-crash@2s+3s'), /the kubelet starts it again at once/);
  assert.throws(parse('server-restart@2s+1s'), /the kubelet starts it again at once/);
  assert.throws(parse('app-started-early@2s'), /while its wire is cut, and in a cluster/);
  assert.throws(parse('server-disk-full@2s'), /a small disk of its own/);
  assert.throws(parse('server-power-loss@2s'), /a layer below the files/);
  assert.equal(parse('wire-slow@2s,wire-down@4s')().length, 2);
  assert.equal(parse('server-locked@2s,server-clients-killed@6s')().length, 2);
  assert.throws(parse('app-secret-rotated@2s'), /which the cluster does not/);
  const app = 'app-restart@1s,app-crash@2s,app-pause@3s+1s,app-blocked@5s';
  assert.equal(parse(`${app},server-crash@8s,server-restart@9s,server-pause@10s+1s`)().length, 7);
});

test('what hits every instance is aimed at none, and a deployment that rolls takes two', () => {
  const [rolling] = parseFaults('app-rolling(undrained)@5s', memory(2));
  assert.deepEqual([rolling?.target, rolling?.parameters], ['all', { ending: 'undrained' }]);
  assert.throws(() => parseFaults('app-rolling@5s', memory(1)), /takes 2 instances, and there is 1/);
  assert.throws(() => parseFaults('app-rolling:app-1@5s', memory(2)), /no instance is called "app-1"/);
  assert.throws(
    () => parseFaults('app-secret-rotated@5s', { ...memory(1), platform: 'compose' }),
    /the stack does not/,
  );
  assert.throws(() => parseFaults('app-started-early@5s', memory(1)), /memory has none/);
});

test('faults that overlap must be able to be at work at once', () => {
  const excluding = [
    'app-pause@1s+3s,app-crash@2s',
    'server-pause@1s+3s,server-locked@2s+1s',
    'wire-slow@1s+3s,wire-down@2s+1s',
    'app-pause@1s+3s,app-secret-rotated@2s',
    'app-started-early@1s+3s,wire-slow@2s+1s',
  ];
  for (const text of excluding)
    assert.throws(() => parseFaults(text, onRedis), /cannot be at work at once/, text);
  const possible = [
    'server-crash@1s+3s,app-restart@2s',
    'server-connections-used-up@1s+3s,server-clients-killed@2s',
    'wire-slow@1s+3s,server-pause@2s+1s',
    'app-pause@1s+1s,app-crash@2s',
    'app-crash@1s,app-crash@1s',
  ];
  for (const text of possible) assert.equal(parseFaults(text, onRedis).length, 2, text);
});

test('a parameter that cannot be is refused, with what can', () => {
  const wrong: [text: string, said: RegExp][] = [
    ['wire-slow()', /"" is one too many for wire-slow|expected a time/],
    ['wire-slow(150)', /the latency of wire-slow is "150": expected a time with its unit/],
    ['wire-slow(0ms)', /must be from 1ms to 1m/],
    ['wire-slow(10ms±20ms)', /varies by 20ms, and may by no more than itself/],
    ['wire-slow(10ms±1ms±1ms)', /one time was expected/],
    ['wire-slow(10ms, 20ms)', /"20ms" is one too many/],
    ['wire-slow(both, upstream)', /two directions/],
    ['wire-slow(upstraem)', /Did you mean "upstream"\?/],
    ['wire-down(both)', /wire-down has no parameters/],
    ['wire-slow(10ms', /is not a fault|no fault/],
  ];
  for (const [text, said] of wrong) assert.throws(() => parseFaults(`${text}@5s`, redis(1)), said, text);
});

test('who can take over is asked of the topology, and so is whether there is one way to the server', () => {
  const sites = { store: 'redis', instances: 1, hasServer: true, topology: 'sentinel' };
  const [fault] = parseFaults('server-failover@3s', sites);
  assert.deepEqual(fault?.parameters, { manner: 'asked' });
  assert.deepEqual(parseFaults('server-failover(kill)@3s', sites)[0]?.parameters, { manner: 'kill' });
  assert.throws(() => parseFaults('server-failover(kil)@3s', sites), /Did you mean "kill"\?/);
  assert.throws(() => parseFaults('server-failover(kill, asked)@3s', sites), /was given twice/);
  assert.throws(() => parseFaults('server-failover@3s', redis(1)), /redis has one server by itself/);
  assert.throws(() => parseFaults('wire-down@3s', sites), /told the servers' own addresses/);
  for (const topology of ['standby', 'replica'])
    assert.equal(parseFaults('wire-down@3s', { ...sites, topology })[0]?.kind, 'wire-down');
});

const loss = (more: object) => parseFaults('server-power-loss@1s', { ...redis(1), ...more });

test('power is lost by a server that keeps files, or by the primary of several, as processes of this machine', () => {
  assert.equal(loss({ program: 'redis-server' })[0]?.target, 'redis');
  assert.equal(loss({ store: 'mine' })[0]?.target, 'mine');
  assert.throws(() => loss({ program: 'memcached' }), /memcached keeps none/);
  assert.equal(loss({ program: 'redis-server', topology: 'sentinel' })[0]?.target, 'redis');
  assert.equal(loss({ program: 'redis-server', topology: 'cluster' })[0]?.target, 'redis');
  assert.throws(() => loss({ program: 'mariadbd', topology: 'replica' }), /follows it no longer/);
  assert.throws(() => loss({ program: 'redis-server', platform: 'compose' }), /a process of this machine/);
  assert.throws(() => loss({ hasServer: false }), /has none/);
});

const appLoss = (more: object) => parseFaults('app-power-loss@1s', { ...memory(2), ...more });

test('an app loses its power with what its store keeps in files, and not without', () => {
  assert.equal(appLoss({ keepsFiles: true })[0]?.target, 'all');
  assert.throws(() => appLoss({}), /memory has none/);
  assert.throws(() => appLoss({ keepsFiles: true, platform: 'compose' }), /a process of this machine/);
});

test('a server has one disk of its own: it gets full, or forgets', () => {
  assert.throws(() => ofRedis('server-disk-full@1s,server-power-loss@5s'), /each take a disk of their own/);
  assert.equal(ofRedis('server-disk-full@1s')[0]?.durationMs, 2000);
});

const ofRedis = (text: string) => parseFaults(text, { ...redis(1), program: 'redis-server' });

const on = (store: string, topology: string) => ({ store, instances: 1, hasServer: true, topology });

test('servers are late for each other, or cut off, only where something can be between them', () => {
  const sentinel = on('redis', 'sentinel');
  assert.deepEqual(parseFaults('server-failover(cut)@3s', sentinel)[0]?.parameters, { manner: 'cut' });
  assert.deepEqual(parseFaults('server-replica-lag@3s', sentinel)[0]?.parameters, { lagMs: 300 });
  assert.throws(
    () => parseFaults('server-replica-lag(3s)@3s', sentinel),
    /may be 1000ms at most on redis@sentinel/,
  );
  assert.equal(parseFaults('server-replica-lag(3s)@3s', on('postgres', 'standby')).length, 1);
  for (const [store, topology] of [
    ['redis', 'cluster'],
    ['mongo', 'replica-set'],
  ] as const)
    for (const fault of ['server-failover(cut)', 'server-replica-lag(300ms)'])
      assert.throws(
        () => parseFaults(`${fault}@3s`, on(store, topology)),
        ({ message }: Error) =>
          message.startsWith(`${fault} breaks the way by which servers follow each other`),
      );
  assert.throws(() => parseFaults('server-replica-lag@3s', redis(1)), /redis has one server by itself/);
  assert.equal(parseFaults('server-replica-lag@2s+6s,server-failover(kill)@4s', sentinel).length, 2);
});

test('pods of an app of the user can be scaled and rolled over; no other app can be scaled', () => {
  const sites = {
    store: 'your-app',
    instances: 2,
    hasServer: true,
    isForeign: true,
    platform: 'target',
  } as const;
  const [scaled, rolling] = parseFaults('app-scaled@2s,app-rolling@9s', { ...sites, isOfPods: true });
  assert.deepEqual(
    [scaled?.target, scaled?.durationMs, scaled?.parameters, rolling?.target],
    ['all', 5000, { how: 'in' }, 'all'],
  );
  for (const other of [sites, memory(2)])
    assert.throws(() => parseFaults('app-scaled@2s', other), /for pods in a cluster/);
  const cluster = { ...memory(2), platform: 'kubernetes' } as const;
  assert.deepEqual(parseFaults('app-scaled@2s', cluster)[0]?.parameters, { how: 'in' });
  assert.throws(() => parseFaults('app-scaled(out)@2s', cluster), /none would go there/);
  assert.throws(() => parseFaults('app-scaled@2s', { ...cluster, instances: 1 }), /has one alone/);
  assert.throws(() => parseFaults('app-rolling@2s', sites), /Holdfast's own/);
  assert.throws(() => parseFaults('app-blocked@2s', { ...sites, isOfPods: true }), /Holdfast's own/);
});

const inCluster = { ...redis(2), platform: 'kubernetes' } as const;

test('the network between pods is broken by Chaos Mesh, in a cluster and nowhere else', () => {
  const [cut, late, lossy] = parseFaults(
    'net-partition@2s,net-delay(80ms±20ms, both):app-2@9s+3s,net-loss(25%)@15s',
    inCluster,
  );
  assert.deepEqual([cut?.target, cut?.durationMs, cut?.parameters], ['app-1', 5000, { direction: 'both' }]);
  assert.deepEqual(
    [late?.target, late?.parameters],
    ['app-2', { latencyMs: 80, jitterMs: 20, direction: 'both' }],
  );
  assert.deepEqual(lossy?.parameters, { percent: 25, direction: 'upstream' });
  const pods = { isForeign: true, isOfPods: true, platform: 'target' } as const;
  for (const other of [redis(2), { ...redis(2), platform: 'compose' } as const, { ...redis(2), ...pods }])
    assert.throws(
      () => parseFaults('net-partition@2s', other),
      ({ message, next }: HoldfastError) =>
        /is done by Chaos Mesh, to pods that Holdfast makes/.test(message) &&
        /--platform kubernetes .*wire-silent/.test(next ?? ''),
    );
  assert.throws(
    () => parseFaults('net-delay@2s', { ...memory(1), platform: 'kubernetes' }),
    /memory has none/,
  );
});

test('in a cluster a server stays away for a while where it is one of several, which no kubelet starts', () => {
  const [failover] = parseFaults('server-failover(kill)@2s+3s', { ...inCluster, topology: 'sentinel' });
  assert.equal(failover?.durationMs, 3000);
  assert.throws(() => parseFaults('server-crash@2s+3s', inCluster), /the kubelet starts it again at once/);
});

test('the network to one of several servers is not broken: nobody knows which of them an app goes to', () => {
  assert.throws(
    () => parseFaults('net-partition@2s', { ...inCluster, topology: 'sentinel' }),
    ({ message, next }: HoldfastError) =>
      /redis@sentinel has several/.test(message) && /server-failover/.test(next ?? ''),
  );
});

test('a share of packets is so many of a hundred, not so few that it could not be seen', () => {
  for (const [given, said] of [
    ['30', /"30": expected a share, such as 30%/],
    ['3%', /it must be from 5% to 90%/],
    ['0.5', /expected a share/],
  ] as const)
    assert.throws(() => parseFaults(`net-loss(${given})@2s`, inCluster), said);
});

test('the network is broken where no toxiproxy stands, and seen from a pod that nothing else is done to', () => {
  assert.throws(
    () => parseFaults('net-partition@2s,wire-down@12s', inCluster),
    /wire-down has a toxiproxy stand there/,
  );
  for (const [faults, said] of [
    ['net-partition@2s,app-crash@4s', /seen from within the pod of app-1/],
    ['app-pause@2s,net-delay@3s', /seen from within the pod of app-1/],
    ['net-partition@2s,net-loss@4s', /both break the wire/],
  ] as const)
    assert.throws(() => parseFaults(faults, inCluster), said);
  for (const faults of [
    'net-partition@2s,app-crash:app-2@4s',
    'net-partition@2s,net-loss:app-2@4s',
    'net-partition@2s,server-crash@4s',
    'net-partition@2s,app-crash@8s',
  ])
    assert.equal(parseFaults(faults, inCluster).length, 2, faults);
});

test('a clock is wrong by so much, one way or the other, and for a while', () => {
  const [usual, behind] = parseFaults(
    'app-clock-skew@2s,app-clock-skew(90m, behind):app-2@15s+3s',
    inCluster,
  );
  assert.deepEqual(
    [usual?.target, usual?.durationMs, usual?.parameters],
    ['app-1', 10_000, { skewMs: 3_600_000, way: 'ahead' }],
  );
  assert.deepEqual(
    [behind?.target, behind?.durationMs, behind?.parameters],
    ['app-2', 3000, { skewMs: 5_400_000, way: 'behind' }],
  );
  assert.equal(parseFaults('app-clock-skew@2s', { ...memory(1), platform: 'kubernetes' }).length, 1);
  for (const [given, said] of [
    ['5s', /the skew of app-clock-skew is 5s: it must be from 10000ms to 366d/],
    ['later', /later/],
    ['1h±1m', /one time was expected/],
  ] as const)
    assert.throws(() => parseFaults(`app-clock-skew(${given})@2s`, inCluster), said);
  assert.throws(
    () => parseFaults('app-clock-skew@2s', redis(2)),
    ({ next }: HoldfastError) => /--platform kubernetes/.test(next ?? '') && !/wire/.test(next ?? ''),
  );
});

test('a clock is wrong beside what breaks something else, also behind a wire', () => {
  for (const [faults, said] of [
    ['app-clock-skew@2s,app-crash@4s', /both break the app/],
    ['app-clock-skew@2s,net-delay@4s', /seen from within the pod of app-1/],
    ['net-delay@2s,app-clock-skew@4s', /seen from within the pod of app-1/],
  ] as const)
    assert.throws(() => parseFaults(faults, inCluster), said);
  for (const faults of [
    'app-clock-skew@2s,app-crash:app-2@4s',
    'app-clock-skew@2s,net-delay:app-2@4s',
    'app-clock-skew@2s,server-crash@4s',
    'app-clock-skew@2s,wire-down@4s',
  ])
    assert.equal(parseFaults(faults, inCluster).length, 2, faults);
});
