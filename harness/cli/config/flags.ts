// Made from the flags by `npm run docs:help`.

import type { WrittenPages } from '../pages/written.ts';

/** What the flags of `holdfast run` say. */
export interface RunFlags {
  /** an app of your own by its start command, such as 'npm start' (docs/YOUR-APP.md): it listens on PORT, or on {port} in the line */
  command?: string;
  /** what clients do at an app that mounts no probe: its login, account, cart and logout as YAML, or a k6 script (docs/YOUR-PAGES.md) */
  scenario?: string | WrittenPages;
  /** CSV or JSON with a row for each client, whose columns stand for {column} in the scenario (docs/YOUR-PAGES.md) */
  data?: string;
  /** where the command is run (default: here, or where the config is) */
  in?: string;
  /** what the app answers with 2xx or 3xx when it is up (default: / with anything below 500) */
  ready?: string;
  /** how long it may take to get up (default: 60s) */
  readyWithin?: string;
  /** the variable by which it is told its port (default: PORT) */
  portVariable?: string;
  /** a server of Holdfast's for it, at the address that stands for {redis}, {mongo}, ... in the line; it can be broken (redis, mongo, mysql, postgres, memcached) */
  server?: 'redis' | 'mongo' | 'mysql' | 'postgres' | 'memcached';
  /** a compose project of your own that is up, with your app in it: faults break its containers (docs/YOUR-APP.md) */
  composeProject?: string;
  /** the services of it that are the app (default: the one that publishes a port) */
  composeApp?: string | readonly string[];
  /** the service of it that is the server of the app's store */
  composeServer?: string;
  /** a toxiproxy of its own between the two: its API and the name of the proxy, as http://127.0.0.1:8474/redis */
  composeWires?: string;
  /** break containers or pods of yours that have no label holdfast.break: "yes" */
  yesBreakIt?: boolean;
  /** with --target and --context, labels of the pods in a cluster that are your app, such as 'app=shop': faults break them (docs/KUBERNETES.md) */
  kubernetesApp?: string;
  /** labels of the pods that are the server of the app's store, such as 'app=redis' */
  kubernetesServer?: string;
  /** where these pods are; nothing in another namespace is touched */
  namespace?: string;
  /** with --platform kubernetes, pods of k6-operator that share the clients (default: k6 on this machine) */
  generators?: number;
  /** with --generators, they may share a node, and ask for little of its processor: for trying it out on a small cluster, where one waits for the other */
  shareNodes?: boolean;
  /** a store that Holdfast knows (memory, memorystore, cookie, redis, node-redis, mongo, mongodb-session, dynamodb, memcached, node-memcached, mysql, sequelize-mysql, postgres, sequelize-postgres, sequelize, typeorm, prisma, knex-mysql, knex-postgres, knex, sqlite, sqlite3, file, loki) */
  store?:
    | 'memory'
    | 'memorystore'
    | 'cookie'
    | 'redis'
    | 'node-redis'
    | 'mongo'
    | 'mongodb-session'
    | 'dynamodb'
    | 'memcached'
    | 'node-memcached'
    | 'mysql'
    | 'sequelize-mysql'
    | 'postgres'
    | 'sequelize-postgres'
    | 'sequelize'
    | 'typeorm'
    | 'prisma'
    | 'knex-mysql'
    | 'knex-postgres'
    | 'knex'
    | 'sqlite'
    | 'sqlite3'
    | 'file'
    | 'loki';
  /** a store of your own: a module (docs/YOUR-STORE.md) that exports a subject, or a function that gives a store */
  subject?: string;
  /** how the store's server is laid out (standalone, sentinel, cluster, replica-set, standby, replica) */
  topology?: 'standalone' | 'sentinel' | 'cluster' | 'replica-set' | 'standby' | 'replica';
  /** of the store's server or client (docs/TOPOLOGIES.md); again for each */
  setting?: string | readonly string[];
  /** another version of one of the store's packages, fetched by npm, such as connect-redis@7.1.1; again for each */
  package?: string | readonly string[];
  /** an app of your own that is up and mounts the probe (docs/YOUR-APP.md): one address for each instance */
  target?: string | readonly string[];
  /** let a target be outside of this machine and of private networks */
  allowRemote?: boolean;
  /** certificates (PEM) to trust at a target besides the usual ones */
  ca?: string;
  /** what the clients do (register, tabs, counter, login, cart, browse, isolation, tamper, redirect, expiry, payload, growth, logout, overlap, passersby, page, proxied, weight, visit, script, kinds; default: register) */
  workload?:
    | 'register'
    | 'tabs'
    | 'counter'
    | 'login'
    | 'cart'
    | 'browse'
    | 'isolation'
    | 'tamper'
    | 'redirect'
    | 'expiry'
    | 'payload'
    | 'growth'
    | 'logout'
    | 'overlap'
    | 'passersby'
    | 'page'
    | 'proxied'
    | 'weight'
    | 'visit'
    | 'script'
    | 'kinds';
  /** such as app-restart@5s,app-crash:app-2@8s; "holdfast faults" lists them */
  faults?: string | readonly string[];
  /** faults that are drawn by the seed, of all that this subject can have (random) */
  nemesis?: 'random';
  /** how many faults are drawn (default: 4) */
  budget?: number;
  /** instances of the app (default: 1) */
  instances?: number;
  /** spread of requests (random, sticky; default: random) */
  balance?: 'random' | 'sticky';
  /** clients, each on its own schedule (default: 40) */
  clients?: number;
  /** operations a second, over all clients (default: 400) */
  rate?: number;
  /** a rate that changes: ramp:10..200 over the duration, spike:100..1000@4s+2s, soak:200 (up, the same for long, and down), or breakpoint:50..2000 until something breaks */
  profile?: string;
  /** of a breakpoint: the 99th percentile of latency above which a rate is too high (default: 500ms) */
  p99Limit?: string;
  /** how long a client thinks before it asks again: 500ms, or anything from 200ms..2s (default: not at all) */
  think?: string;
  /** of growth: say what on the heap holds on to sessions, by two snapshots at its end */
  snapshots?: boolean;
  /** how long the load lasts, such as 90s or 1m30s (default: 10s) */
  duration?: string;
  /** how much of what is asked, outside of faults, may go unserved (default: 1%) */
  unserved?: number | string;
  /** how long after its end a fault may keep the app away (default: 30s) */
  recoverWithin?: string;
  /** filler in each session, such as 512, 1KB or 64KiB (default: 0) */
  bytes?: number | string;
  /** life of a session (default: 10m; 3s for growth, drawn by the seed for expiry) */
  ttl?: string;
  /** how the app saves (implicit, awaited, unawaited; default: implicit) */
  saveMode?: 'implicit' | 'awaited' | 'unawaited';
  /** express-session's resave */
  resave?: boolean;
  /** express-session's rolling */
  rolling?: boolean;
  /** express-session's saveUninitialized */
  saveUninitialized?: boolean;
  /** the cookie's secure; default: false (false, true, auto) */
  secureCookie?: 'false' | 'true' | 'auto';
  /** clients come by HTTPS, to a proxy in front of each instance that ends TLS */
  tlsProxy?: boolean;
  /** Express's trust proxy: true, a number of hops, or addresses */
  trustProxy?: boolean | number | string;
  /** what signs cookies, by commas: the newest first, then those still accepted */
  secrets?: string | readonly string[];
  /** a variable of your environment for the app and its store, which get few others; again for each */
  env?: string | readonly string[];
  /** where the run gets its folder (default: reports) */
  reports?: string;
  /** processes of this machine, the containers of docker-compose.yml, or pods of a cluster (docs/KUBERNETES.md) (process, compose, kubernetes; default: process) */
  platform?: 'process' | 'compose' | 'kubernetes';
  /** with --platform kubernetes, which cluster, by its name in your kubeconfig; a run makes a namespace there, and takes it away again */
  context?: string;
  /** with --platform kubernetes, the image of the app as the cluster pulls it (default: holdfast-app of this version) */
  image?: string;
  /** the same seed gives the same requests and faults */
  seed?: number | string;
  /** port of the first app instance, from 1024 (default: any free one) */
  appPort?: number;
  /** print results.json instead of the table */
  json?: boolean;
  /** a page on 127.0.0.1 that shows the run while it goes on, and then its report (default port: any free one) */
  ui?: number;
}

/** What the flags of `holdfast suite` say. */
export interface SuiteFlags {
  /** an app of your own by its start command, such as 'npm start' (docs/YOUR-APP.md): it listens on PORT, or on {port} in the line */
  command?: string;
  /** what clients do at an app that mounts no probe: its login, account, cart and logout as YAML, or a k6 script (docs/YOUR-PAGES.md) */
  scenario?: string | WrittenPages;
  /** CSV or JSON with a row for each client, whose columns stand for {column} in the scenario (docs/YOUR-PAGES.md) */
  data?: string;
  /** where the command is run (default: here, or where the config is) */
  in?: string;
  /** what the app answers with 2xx or 3xx when it is up (default: / with anything below 500) */
  ready?: string;
  /** how long it may take to get up (default: 60s) */
  readyWithin?: string;
  /** the variable by which it is told its port (default: PORT) */
  portVariable?: string;
  /** a server of Holdfast's for it, at the address that stands for {redis}, {mongo}, ... in the line; it can be broken (redis, mongo, mysql, postgres, memcached) */
  server?: 'redis' | 'mongo' | 'mysql' | 'postgres' | 'memcached';
  /** a compose project of your own that is up, with your app in it: faults break its containers (docs/YOUR-APP.md) */
  composeProject?: string;
  /** the services of it that are the app (default: the one that publishes a port) */
  composeApp?: string | readonly string[];
  /** the service of it that is the server of the app's store */
  composeServer?: string;
  /** a toxiproxy of its own between the two: its API and the name of the proxy, as http://127.0.0.1:8474/redis */
  composeWires?: string;
  /** break containers or pods of yours that have no label holdfast.break: "yes" */
  yesBreakIt?: boolean;
  /** a store that Holdfast knows (memory, memorystore, cookie, redis, node-redis, mongo, mongodb-session, dynamodb, memcached, node-memcached, mysql, sequelize-mysql, postgres, sequelize-postgres, sequelize, typeorm, prisma, knex-mysql, knex-postgres, knex, sqlite, sqlite3, file, loki) */
  store?:
    | 'memory'
    | 'memorystore'
    | 'cookie'
    | 'redis'
    | 'node-redis'
    | 'mongo'
    | 'mongodb-session'
    | 'dynamodb'
    | 'memcached'
    | 'node-memcached'
    | 'mysql'
    | 'sequelize-mysql'
    | 'postgres'
    | 'sequelize-postgres'
    | 'sequelize'
    | 'typeorm'
    | 'prisma'
    | 'knex-mysql'
    | 'knex-postgres'
    | 'knex'
    | 'sqlite'
    | 'sqlite3'
    | 'file'
    | 'loki';
  /** how the store's server is laid out (standalone, sentinel, cluster, replica-set, standby, replica) */
  topology?: 'standalone' | 'sentinel' | 'cluster' | 'replica-set' | 'standby' | 'replica';
  /** of the store's server or client (docs/TOPOLOGIES.md); again for each */
  setting?: string | readonly string[];
  /** another version of one of the store's packages, fetched by npm, such as connect-redis@7.1.1; again for each */
  package?: string | readonly string[];
  /** a store of your own (docs/YOUR-STORE.md) */
  subject?: string;
  /** an app of your own that is up and mounts the probe (docs/YOUR-APP.md): nothing of it is broken */
  target?: string | readonly string[];
  /** let a target be outside of this machine and of private networks */
  allowRemote?: boolean;
  /** certificates (PEM) to trust at a target besides the usual ones */
  ca?: string;
  /** some of register, tabs, counter, login, cart, browse, isolation, tamper, redirect, expiry, payload, growth, logout, overlap, passersby, page, proxied, weight, visit, script, kinds (default: register,counter,login,cart,browse,isolation,tamper,redirect,expiry,payload,growth,logout,passersby,page,weight,kinds) */
  workloads?: string | readonly string[];
  /** in about three minutes; all of it takes about a quarter of an hour */
  quick?: boolean;
  /** how long a client thinks before it asks again: 500ms, or anything from 200ms..2s (default: not at all) */
  think?: string;
  /** a variable of your environment for the app and its store, which get few others; again for each */
  env?: string | readonly string[];
  /** where the run gets its folder (default: reports) */
  reports?: string;
  /** the same seed gives the same requests and faults */
  seed?: number | string;
  /** a page on 127.0.0.1 that shows the run while it goes on, and then its report (default port: any free one) */
  ui?: number;
  /** print results.json instead of the table */
  json?: boolean;
}

/** What the flags of `holdfast gate` say. */
export interface GateFlags {
  /** compare with a baseline: one run, or several, each a round (docs/GATE.md) */
  against?: string | readonly string[];
  /** production: what any app needs of its sessions; as-promised: each store by its own word; or a file of your own in YAML or JSON (docs/GATE.md) (default: holdfast.policy.yaml if it is there, else production) */
  policy?: string;
  /** print a policy to begin with, made from the run, and decide nothing */
  init?: boolean;
  /** where JUnit XML goes (default: junit.xml in the run's folder) */
  junit?: string;
  /** where the comment goes (default: gate.md in the run's folder) */
  markdown?: string;
  /** where the SARIF log goes (default: gate.sarif in the run's folder) */
  sarif?: string;
  /** print the decision as JSON instead of the table */
  json?: boolean;
}
