import { z } from 'zod';
import { LOGOUTS, SAVE_MODES, SECURE_COOKIES } from '../../protocol/app-settings.ts';
import { RECOVER_WITHIN_MS, UNSERVED_ALLOWED } from '../../protocol/service.ts';
import { claimsAreSchema } from './results.ts';
import { parametersSchema } from './faults/parameters.ts';
import { FAULT_KINDS, FAULTS } from './faults.ts';
import { commandSchema } from './command.ts';
import { ownPodsSchema } from './own-pods.ts';
import { ownProjectSchema } from './own-project.ts';
import { ownSchema } from './own.ts';
import { pagesSchema } from './pages.ts';
import { scriptSchema } from './script.ts';
import { PLATFORMS } from './platforms.ts';
import { TOPOLOGIES } from './topologies.ts';
import { WORKLOADS } from './workloads.ts';

/** A hundred years: what lives longer has an end that no clock can tell. */
const LONGEST_TTL_MS = 36_500 * 86_400_000;

/**
 * plan.json: everything that a run will do, decided before it starts. The same plan gives the same requests in
 * the same order of each client, and the same faults at the same times.
 */
const subjectSchema = z.object({
  /** A known store, or the file name of `storeModule`, which has an extension and so never collides with one. */
  store: z.string(),
  /** How its server is laid out; absent: one by itself. */
  topology: z.enum(TOPOLOGIES).exclude(['standalone']).optional(),
  /** Settings of its server and its client that are not as by default. */
  settings: z.record(z.string(), z.string()).optional(),
  /** Absolute path of a user's own module that gives the store. */
  storeModule: z.string().optional(),
  /** What that module says of itself; absent: it was not asked, and promises nothing. */
  own: ownSchema.optional(),
  /**
   * Addresses of the instances of an app that is up already. It is taken as it is: of the settings below, those that
   * cannot be seen from outside say nothing.
   */
  targets: z.array(z.url()).min(1).optional(),
  /** The user's own app by its start command; what else is said of settings is as it was seen. */
  command: commandSchema.optional(),
  /** What its clients go by where it mounts no probe. In plan.json, without what its users log in by. */
  pages: pagesSchema.optional(),
  /** The same, by a script of the user's own. */
  script: scriptSchema.optional(),
  /** The compose project that such an app is up in, and which of its containers faults break. */
  project: ownProjectSchema.optional(),
  /** The cluster that such an app is up in, and which of its pods faults break. */
  pods: ownPodsSchema.optional(),
  /** Packages of the store that are loaded from a folder, in other versions than the installed ones; absent: none. */
  otherPackages: z
    .object({
      folder: z.string(),
      asked: z.array(z.object({ name: z.string(), version: z.string() })),
      /** Those that were asked for, and what they need of the store's other packages. */
      packages: z.array(z.object({ name: z.string(), version: z.string() })),
    })
    .optional(),
  instances: z.int().min(1).max(16),
  /** How requests are spread over the instances. */
  balance: z.enum(['random', 'sticky']),
  /** How long a session is to live. */
  ttlMs: z.int().min(1000).max(LONGEST_TTL_MS),
  /** What the store is told instead; absent: `ttlMs`. */
  storeTtlMs: z.int().min(1000).optional(),
  /** The cookie's age instead; `none`: until the browser is closed. Absent: `ttlMs`. */
  cookieAgeMs: z.union([z.literal('none'), z.int().min(1000)]).optional(),
  /** `own`: each instance is an app of its own, whose keys in the store begin with its name. */
  prefix: z.enum(['own']).optional(),
  /** How the app logs out; absent: by `destroy()`. */
  logout: z.enum(LOGOUTS).optional(),
  saveMode: z.enum(SAVE_MODES),
  resave: z.boolean(),
  rolling: z.boolean(),
  saveUninitialized: z.boolean(),
  /** The cookie's `secure`; absent: the app's default, false. */
  secureCookie: z.enum(SECURE_COOKIES).optional(),
  /** Express's `trust proxy`, as text; absent: it trusts none. */
  trustProxy: z.string().optional(),
  /** Clients come by HTTPS, to a proxy that ends TLS in front of each instance; absent: straight to the app. */
  tlsProxy: z.boolean().optional(),
  /**
   * The first signs cookies, the others are still accepted; absent: one of Holdfast's own. In plan.json, a digest of
   * each.
   */
  secrets: z.array(z.string().min(1)).min(1).optional(),
  /** Variables of the user's environment that the app and the server of their own are given: names alone, and digests. */
  env: z.array(z.object({ name: z.string(), digest: z.string() })).optional(),
  /** NODE_ENV of the app. */
  environment: z.enum(['production', 'development']),
});
export type Subject = z.infer<typeof subjectSchema>;

/** A week: what is waited for longer would pass the limit of timers (24.8 days), which then end at once. */
const LONGEST_MS = 7 * 86_400_000;

/** A cluster has fewer nodes to have them on. */
export const MOST_GENERATORS = 1000;

const loadSchema = z.object({
  workload: z.enum(WORKLOADS),
  /** Pods of k6-operator that share the clients; absent: one k6 on the machine of the harness. */
  generators: z.int().min(1).max(MOST_GENERATORS).optional(),
  clients: z.int().min(1).max(10_000),
  /** Operations a second, over all clients; with a profile, on the average. */
  rate: z.number().positive(),
  /** How the rate changes from 0 to the load's end; absent: it does not. */
  profile: z
    .array(z.object({ atMs: z.number().min(0).max(LONGEST_MS), rate: z.number().positive() }))
    .min(2)
    .optional(),
  /** The profile goes up by steps until something breaks: at the latest where 1 % of a step take longer than this. */
  breakpoint: z.object({ p99LimitMs: z.int().min(1).max(LONGEST_MS) }).optional(),
  /** The rate stays the same from then to then, long enough to see what changes with time. */
  soak: z.object({ fromMs: z.number().min(0), toMs: z.number().min(0) }).optional(),
  /** How long a client thinks before it asks again, drawn by the seed, evenly between the two; absent: not at all. */
  think: z
    .object({ fromMs: z.int().min(0).max(LONGEST_MS), toMs: z.int().min(1).max(LONGEST_MS) })
    .optional(),
  durationMs: z.int().min(500).max(LONGEST_MS),
  /** How long clients stay connected and silent at the end. */
  lingerMs: z.int().min(0).max(LONGEST_MS),
  /** How long clients then come back to one session each (growth); absent: not at all. */
  returningMs: z.int().min(0).max(LONGEST_MS).optional(),
  /** Bytes of filler in each session. */
  bytes: z.int().min(0),
  timeoutMs: z.int().min(100),
});
export type Load = z.infer<typeof loadSchema>;

const plannedFaultSchema = z
  .object({
    id: z.string(),
    kind: z.enum(FAULT_KINDS),
    target: z.string(),
    atMs: z.number().min(0).max(LONGEST_MS),
    /** How long it stays broken before it is made whole again. */
    durationMs: z.number().min(0).max(LONGEST_MS).default(0),
    /** By the schema of its kind; absent: as usual. */
    parameters: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  })
  .superRefine(({ kind, parameters }, context) => {
    if (parameters === undefined) return;
    const { error } = parametersSchema(FAULTS[kind].parameters).safeParse(parameters);
    for (const { path, message } of error?.issues ?? [])
      context.addIssue({ code: 'custom', path: ['parameters', ...path], message });
  });
export type PlannedFault = z.infer<typeof plannedFaultSchema>;

/** What is asked of the subject's availability. */
const serviceSchema = z.object({
  /** The share of what is asked outside of faults and their recovery that may go unserved. */
  unserved: z.number().min(0).max(1).default(UNSERVED_ALLOWED),
  /** How long after a fault's end it may stay away. */
  recoverWithinMs: z.int().min(0).max(LONGEST_MS).default(RECOVER_WITHIN_MS),
});

export const experimentSchema = z.object({
  id: z.string(),
  title: z.string(),
  subject: subjectSchema,
  load: loadSchema,
  faults: z.array(plannedFaultSchema),
  /** Absent: the defaults. */
  service: serviceSchema.optional(),
  /** How often memory is read, after a forced collection; absent: not at all. */
  sampleEveryMs: z.int().min(50).optional(),
  /** Two snapshots of the heap are taken at the end, to see what holds on to sessions; absent: none. */
  snapshots: z.literal(true).optional(),
  seed: z.int(),
});
export type Experiment = z.infer<typeof experimentSchema>;

export const planSchema = z.object({
  plan: z.literal(1),
  name: z.string(),
  command: z.string(),
  seed: z.string(),
  startedAt: z.string(),
  holdfast: z.string(),
  /** What the subjects live on. */
  platform: z.enum(PLATFORMS).default('process'),
  /** The cluster that the subjects lived in; absent: they lived in none. */
  cluster: z
    .object({
      /** As the kubeconfig of whoever ran it has it. */
      context: z.string(),
      /** Of its API server. */
      version: z.string(),
      /** Absent: they may not be listed. */
      nodes: z.int().optional(),
    })
    .optional(),
  /** The Grafana that showed it while it ran; absent: none did. */
  dashboards: z.url({ protocol: /^https?$/ }).optional(),
  machine: z.object({ cores: z.number(), memoryBytes: z.number(), os: z.string(), node: z.string() }),
  /** The variables of the user's environment that every child gets; values of those that say language and time zone. */
  inherited: z.array(z.object({ name: z.string(), value: z.string().optional() })).optional(),
  /** What each experiment runs on; a tool that could not be had is in `missing`. */
  tools: z.array(z.object({ name: z.string(), version: z.string(), source: z.string() })),
  /** The npm packages of the stores, as they were installed. */
  packages: z.array(z.object({ name: z.string(), version: z.string(), source: z.string() })).default([]),
  missing: z.array(z.object({ store: z.string(), tool: z.string(), reason: z.string() })),
  experiments: z
    .array(experimentSchema)
    // Of two with one id, both would be judged by what one of them recorded.
    .refine(
      (all) => new Set(all.map(({ id }) => id)).size === all.length,
      'two experiments have the same id',
    ),
  /** Ids of the claims that this run is to put to the test. */
  claims: z.array(z.string()),
  /** Whether the run passes only if they are shown, or if each comes to any verdict but unknown. */
  claimsAre: claimsAreSchema.default('proved'),
});
export type Plan = z.infer<typeof planSchema>;
