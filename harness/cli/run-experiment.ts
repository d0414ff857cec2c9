import { ProfileSchedule, type Profile } from '../../protocol/profile.ts';
import { RECOVER_WITHIN_MS, UNSERVED_ALLOWED } from '../../protocol/service.ts';
import { usageError } from '../errors.ts';
import { drawFaults } from '../plan/draw.ts';
import { knownName } from '../plan/names.ts';
import { parseFaults } from '../plan/parse.ts';
import { parseDuration } from '../plan/parse-duration.ts';
import { isBreakpoint, parseProfile, plateauOf } from '../plan/profile.ts';
import { SOAK_WINDOWS } from '../stats/soak.ts';
import { clientsFor, meanThinkMs, mostPerSecond, parseThink, type Think } from '../plan/think.ts';
import { SAMPLE_EVERY_MS } from '../plan/prove.ts';
import { assertSound } from '../plan/sound.ts';
import { subjectId } from '../model/subject-id.ts';
import { subjectFacts } from '../stores/subject-facts.ts';
import type { Experiment, Load, PlannedFault, Subject } from '../model/plan.ts';
import { RETURNING_MS } from '../plan/prove.ts';
import { serverNameOf } from '../model/command.ts';
import { storeFacts } from '../stores/catalogue.ts';
import { traitsOf, WORKLOADS, type Workload } from '../model/workloads.ts';
import { formatMs } from '../units.ts';
import { say } from './output.ts';
import { assertShared } from './generator-flags.ts';
import { passedOn } from './passed-on.ts';
import type { Options } from './run-flags.ts';
import type { Chosen } from './run-subject.ts';

/** The one experiment of `holdfast run`. Throws a usage error where the flags do not fit each other. */
export function experimentOf(options: Options, chosen: Chosen, seed: number): Experiment {
  const workload = knownName('workload', options.workload, WORKLOADS);
  const durationMs = parseDuration(options.duration);
  const faults = faultsOf(options, chosen, { seed, durationMs });
  const late = faults.find(({ atMs }) => atMs >= durationMs);
  if (late) {
    throw usageError(
      `${late.kind}${late.atMs < WEEK_MS ? `@${late.atMs / 1000}s` : ''} is not before the end of the load (${options.duration})`,
      {
        next: 'an earlier fault, or a longer --duration',
      },
    );
  }
  const subject: Subject = { ...settingsOf(options, seed), ...chosen };
  const growing = workload === 'growth';
  const asItIs = chosen.targets === undefined ? '' : `, an app that was up already${howTaken(chosen)}`;
  const profile = options.profile === undefined ? undefined : parseProfile(options.profile, durationMs);
  const breakpoint = breakpointOf(options);
  const soak = profile && plateauOf(options.profile ?? '', profile);
  if (soak && (growing || workload === 'expiry')) throw soakedAlready(workload);
  const think = options.think === undefined ? undefined : parseThink(options.think);
  if (think && profile) assertCanBeHad(profile, options.clients, think);
  const shape = options.profile === undefined ? '' : `, ${options.profile}`;
  const experiment: Experiment = {
    id: `${subjectId(chosen)}/${workload}`,
    title: `${workload} on ${subjectFacts(subject).name}${shape}${asItIs}`,
    subject,
    load: {
      workload,
      ...(options.generators !== undefined && { generators: options.generators }),
      clients: options.clients,
      rate: profile === undefined ? rateOf(options, think) : new ProfileSchedule(profile).meanRate,
      ...(think && { think }),
      ...(profile && { profile: [...profile] }),
      ...(breakpoint && { breakpoint }),
      ...(soak && { soak }),
      durationMs,
      lingerMs: growing ? subject.ttlMs + 1200 : 0,
      ...(growing ? { returningMs: RETURNING_MS } : {}),
      bytes: options.bytes,
      timeoutMs: 5000,
    },
    faults,
    ...serviceOf(options),
    ...(growing ? { sampleEveryMs: SAMPLE_EVERY_MS } : {}),
    ...(soak && isRead(chosen) && { sampleEveryMs: readingsOf(soak) }),
    ...snapshotsOf(options, chosen),
    seed,
  };
  assertSound(experiment);
  assertShared(experiment);
  return experiment;
}

const soakedAlready = (workload: Workload) =>
  usageError(`${workload} goes by visitors that come once, and a soak by what stays the same for long`, {
    next: '--workload register, or browse',
  });

/** The memory of an app of the user's own is not read. */
const isRead = ({ targets, command }: Chosen) => targets === undefined && command === undefined;

const OFTENEST_MS = 1000;

/** One at least for each window of the plateau. Each has the app collect its garbage: not all the time. */
const readingsOf = ({ fromMs, toMs }: NonNullable<Load['soak']>) =>
  Math.max(OFTENEST_MS, Math.floor((toMs - fromMs) / SOAK_WINDOWS / 2));

function snapshotsOf(
  { snapshots, workload }: Options,
  { targets }: Pick<Subject, 'targets'>,
): Pick<Experiment, 'snapshots'> {
  if (snapshots !== true) return {};
  if (workload !== 'growth') {
    throw usageError('--snapshots says what growth leaves on the heap, and this is another workload', {
      next: '--workload growth --snapshots',
    });
  }
  if (targets !== undefined) {
    throw usageError(
      '--snapshots are taken of apps that Holdfast starts with a store, not of one that is up',
      {
        next: 'leave it out, or give the store with --store or --subject',
      },
    );
  }
  return { snapshots: true };
}

/** No more than clients that think can ask; says so where more was wanted. */
function rateOf({ rate, clients }: Options, think: Think | undefined): number {
  if (think === undefined) return rate;
  const most = mostPerSecond(clients, think);
  if (rate <= most) return rate;
  say(
    `${clients} clients that think for ${formatMs(meanThinkMs(think))} on the average ask ${shown(most)}/s, not ${rate}; for that, --clients ${clientsFor(rate, think)}`,
  );
  return most;
}

function assertCanBeHad(profile: Profile, clients: number, think: Think): void {
  const most = mostPerSecond(clients, think);
  const peak = Math.max(...profile.map(({ rate }) => rate));
  if (peak <= most) return;
  throw usageError(
    `${clients} clients that think for ${formatMs(meanThinkMs(think))} on the average ask ${shown(most)}/s at most, and --profile goes up to ${peak}`,
    { next: `--clients ${clientsFor(peak, think)}` },
  );
}

const shown = (perSecond: number) => Number(perSecond.toPrecision(3));

const P99_LIMIT_MS = 500;

/** Throws a usage error for what cannot go with a rate that goes up until something breaks. */
function breakpointOf({ profile, p99Limit, faults, nemesis, workload }: Options): Load['breakpoint'] {
  if (profile === undefined || !isBreakpoint(profile)) {
    if (p99Limit === undefined) return undefined;
    throw usageError('--p99-limit says where a breakpoint is, and none is looked for', {
      next: '--profile breakpoint:50..2000',
    });
  }
  if (faults !== undefined || nemesis !== undefined)
    throw usageError('a breakpoint is what the rate alone breaks: with faults nobody could tell them apart', {
      next: 'leave out the faults, or another --profile',
    });
  if (workload === 'growth' || workload === 'expiry')
    throw usageError(`${workload} is about time, and a breakpoint about the rate`, {
      next: '--workload browse, or register',
    });
  const p99LimitMs = p99Limit === undefined ? P99_LIMIT_MS : parseDuration(p99Limit);
  return { p99LimitMs };
}

function howTaken({ project, pods }: Chosen): string {
  if (project !== undefined) return ` in the compose project ${project.name}: memory not read`;
  if (pods !== undefined) return ` in the namespace ${pods.namespace} of ${pods.context}: memory not read`;
  return ': no faults, memory not read';
}

function settingsOf(options: Options, seed: number): Omit<Subject, 'store'> {
  const { instances, balance, saveMode, resave, rolling, saveUninitialized } = options;
  const { secureCookie, tlsProxy, trustProxy, secrets, env } = options;
  return {
    instances,
    balance,
    ttlMs: ttlMsOf(options, seed),
    saveMode,
    resave,
    rolling,
    saveUninitialized,
    // A setting that is not given stays out of the plan: the app has its own.
    ...(secureCookie === undefined ? {} : { secureCookie }),
    ...(tlsProxy ? { tlsProxy } : {}),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ...(secrets === undefined ? {} : { secrets }),
    ...(env === undefined ? {} : { env: passedOn(env) }),
    environment: 'production',
  };
}

/** What is not given is left to the defaults, so that a plan says what its user asked for. */
function serviceOf({ unserved, recoverWithin }: Options): Pick<Experiment, 'service'> {
  if (unserved === undefined && recoverWithin === undefined) return {};
  const recoverWithinMs = recoverWithin === undefined ? RECOVER_WITHIN_MS : parseDuration(recoverWithin);
  return { service: { unserved: unserved ?? UNSERVED_ALLOWED, recoverWithinMs } };
}

const WEEK_MS = 7 * 86_400_000;
const TEN_MINUTES_MS = 600_000;

/** @param seed draws the TTL of `expiry`, where none is given. */
export const ttlMsOf = ({ ttl, workload }: Options, seed: number): number =>
  ttl === undefined
    ? (traitsOf(workload as Workload).usualTtlMs?.(seed) ?? TEN_MINUTES_MS)
    : parseDuration(ttl);

const USUAL_BUDGET = 4;

function faultsOf(
  options: Options,
  chosen: Chosen,
  { seed, durationMs }: { seed: number; durationMs: number },
): PlannedFault[] {
  const { own, project, pods, topology, instances = options.instances } = chosen;
  const isHeld = project !== undefined || pods !== undefined;
  const store = serverNameOf(chosen);
  const { faults, nemesis, budget } = options;
  const program = isHeld ? undefined : (storeFacts(chosen.store).server ?? own?.server?.use);
  const hasServer = program !== undefined || own?.server !== undefined || isHeld;
  // A module of one's own is given a folder, too.
  const keepsFiles = !hasServer && (storeFacts(chosen.store).needsFolder || own !== undefined);
  const platform = isHeld ? 'target' : options.platform;
  const isForeign = chosen.command !== undefined || isHeld;
  const sites = {
    store,
    instances,
    hasServer,
    server: project?.server ?? pods?.server?.name,
    program,
    keepsFiles,
    platform,
    topology,
    isForeign,
    isOfPods: pods !== undefined,
  };
  if (nemesis === undefined && budget !== undefined)
    throw usageError('--budget says how many faults are drawn, and none are', { next: '--nemesis random' });
  if (nemesis !== undefined) return drawFaults({ sites, seed, budget: budget ?? USUAL_BUDGET, durationMs });
  return faults === undefined ? [] : parseFaults(faults, sites);
}
