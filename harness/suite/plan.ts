import type { ServerProgram } from '../../protocol/servers.ts';
import { drawTtlMs, traitsOf, WORKLOADS, type Workload } from '../model/workloads.ts';
import type { Experiment, Load, Subject } from '../model/plan.ts';
import { serverNameOf } from '../model/command.ts';
import { subjectId } from '../model/subject-id.ts';
import { draft } from '../plan/draft.ts';
import { FAULT_KINDS } from '../model/faults.ts';
import { canHave, parseFaults, type FaultSites } from '../plan/parse.ts';
import { clientsFor, type Think } from '../plan/think.ts';
import { RETURNING_MS, SAMPLE_EVERY_MS } from '../plan/prove.ts';

export interface SuiteRequest {
  /** A store by its name, a module, or an app that is up; with the settings that are not ours to choose. */
  chosen: Partial<Subject> & Pick<Subject, 'store'>;
  /** Whether the store has a server that can be broken. */
  hasServer: boolean;
  /** Whether there is a wire to it that can be broken; absent: where it has a server. */
  hasWires?: boolean | undefined;
  /** Which program that is, where it is one of Holdfast's own. */
  program?: ServerProgram | undefined;
  workloads: readonly Workload[];
  quick: boolean;
  /** How long clients think; there are then more of them, so that they ask as much. */
  think?: Think | undefined;
  seed: number;
}

/**
 * Not in it unless asked for: what express-session loses with every store, since it saves whole sessions (`tabs`,
 * `overlap`), what needs a proxy in front, and what goes by the app's own pages (`visit`, `script`).
 */
const ON_REQUEST: ReadonlySet<Workload> = new Set<Workload>([
  'tabs',
  'overlap',
  'proxied',
  'visit',
  'script',
]);
/** What there is one claim about is left out of a quick one. */
const OF_CLAIMS: ReadonlySet<Workload> = new Set<Workload>([
  'logout',
  'passersby',
  'page',
  'weight',
  'kinds',
]);
/** Of an app of the user's own nobody reads the memory. */
const OF_MEMORY: ReadonlySet<Workload> = new Set<Workload>(['growth', 'weight']);
/** Nobody waits longer for a session to expire; it takes more than twice as long. */
const EXPIRY_LIMIT_MS = { quick: 10_000, whole: 60_000 };

export const SUITE_WORKLOADS: readonly Workload[] = WORKLOADS.filter((name) => !ON_REQUEST.has(name));

const CLIENTS = 10;
/** Pages take longer than a probe, and a login by a password longest. */
export const SUITE_RATES = { other: 200, visit: 50 };

/** How many clients it takes to ask so much a second. */
export const suiteClients = (rate: number, think: Think | undefined): number =>
  Math.max(CLIENTS, think === undefined ? 0 : clientsFor(rate, think));
/** So long that every session is looked at before the first fault and after the last. */
const BROKEN_MS = 9000;
const FAULTS = {
  'app-restarts': 'app-restart@2500ms,app-crash@5s',
  'app-pauses': 'app-pause@2500ms+1500ms',
  'server-restarts': 'server-restart@2500ms',
  'server-crashes': 'server-crash@2500ms',
  'server-pauses': 'server-pause@2500ms+1500ms',
  'server-failovers': 'server-failover(kill)@2500ms',
  'wire-breaks': 'wire-down@2500ms+1500ms',
  'wire-slows': 'wire-slow@2500ms+1500ms',
} as const;
/**
 * Two more in each, with `register` alone, and on two instances where one would not do: those that the subject can have.
 * The app waits for its saves there: what is lost is then the store's. Redis evicts nothing by its default, so that
 * what an eviction costs is for a run of its own.
 */
const BROKEN_ONCE = {
  'app-deployments': { faults: ['app-rolling@2s', 'app-secret-rotated@5s'], instances: 2 },
  'app-stalls': { faults: ['app-blocked@2s+1s', 'app-started-early@5s+1s'] },
  'server-clients-lost': { faults: ['server-clients-killed@2s', 'server-connections-used-up@5s+1500ms'] },
  'server-refusals': { faults: ['server-memory-full@2s+1s', 'server-read-only@5s+1s'] },
  'server-locks': { faults: ['server-locked@2500ms+1500ms'] },
  'wire-losses': { faults: ['wire-reset@2s+1s', 'wire-silent@5s+1s'] },
} as const;

/** What a quick one breaks, each with `register`; a whole one breaks everything, with each of these. */
const BROKEN_QUICKLY: ReadonlySet<string> = new Set([
  'app-restarts',
  'server-restarts',
  'server-failovers',
  'wire-breaks',
  'server-clients-lost',
]);
const BROKEN_WITH: readonly Workload[] = ['visit', 'script', 'register', 'counter', 'login', 'cart'];

/** Everything that applies to one store or app: workloads, settings, numbers of instances, and faults. */
export function suiteExperiments(request: SuiteRequest): Experiment[] {
  const { chosen, seed } = request;
  /** Nothing of it is broken, or of its settings chosen. */
  const isTarget = chosen.targets !== undefined && chosen.project === undefined;
  const wanted = request.workloads.filter((workload) => applies(workload, request));
  const parts = [
    ...wanted.map((workload) => plain(workload, request)),
    ...(isTarget
      ? []
      : [
          ...settings(wanted, request),
          ...instances(wanted, request),
          ...broken(wanted, request),
          ...brokenOnce(wanted, request),
        ]),
  ];
  return parts.map(({ name, ...made }) => ({ id: `${subjectId(chosen)}/${name}`, seed, ...made }));
}

type Part = { name: string } & ReturnType<typeof draft>;

function applies(
  workload: Workload,
  { chosen: { targets, command, ttlMs = Infinity }, quick }: SuiteRequest,
): boolean {
  if (quick && OF_CLAIMS.has(workload)) return false;
  if (targets === undefined && command === undefined) return true;
  return (
    !OF_MEMORY.has(workload) && (workload !== 'expiry' || ttlMs <= EXPIRY_LIMIT_MS[quick ? 'quick' : 'whole'])
  );
}

function part(
  name: string,
  title: string,
  request: SuiteRequest,
  { subject, load, faults = '' }: { subject?: Partial<Subject>; load: PartLoad; faults?: string },
): Part {
  const { chosen } = request;
  const settled = { ...subject, ...chosen };
  const among = sitesOf(request, settled.instances);
  return {
    name,
    ...draft({
      title,
      subject: settled,
      load: loadOf(load, request),
      faults: faults === '' ? [] : parseFaults(faults, among),
      ...(load.workload === 'growth' ? { sampleEveryMs: SAMPLE_EVERY_MS } : {}),
    }),
  };
}

function loadOf(load: PartLoad, { think }: SuiteRequest) {
  const { rate = SUITE_RATES[traitsOf(load.workload).needsPages ? 'visit' : 'other'] } = load;
  return { clients: suiteClients(rate, think), rate, ...(think && { think }), ...load };
}

type PartLoad = Pick<Load, 'workload' | 'durationMs'> & Partial<Load>;

function plain(workload: Workload, request: SuiteRequest): Part {
  const { quick, seed } = request;
  const ttlMs = traitsOf(workload).usualTtlMs?.(seed);
  const subject = ttlMs === undefined ? {} : { ttlMs };
  if (workload === 'growth') {
    const load = {
      workload,
      rate: 400,
      bytes: 1000,
      durationMs: 12_000,
      lingerMs: 4200,
      returningMs: RETURNING_MS,
    };
    return part(workload, 'What a session adds to memory, and whether it goes', request, { subject, load });
  }
  const durationMs = workload === 'expiry' ? 1000 : quick ? 1500 : 4000;
  return part(workload, `Workload ${workload}`, request, { subject, load: { workload, durationMs } });
}

function settings(wanted: readonly Workload[], request: SuiteRequest): Part[] {
  const { quick, seed, chosen } = request;
  // An app of the user's own has its settings.
  if (quick || isForeign(chosen)) return [];
  const expiry = { workload: 'expiry', durationMs: 1000 } as const;
  const rolling = part('expiry-rolling', 'Sessions expire, and looking at one renews it', request, {
    subject: { rolling: true, ttlMs: drawTtlMs(seed) },
    load: expiry,
  });
  const others = (['register', 'login', 'cart', 'redirect'] as const)
    .filter((workload) => wanted.includes(workload))
    .map((workload) =>
      part(`${workload}-awaited`, `Workload ${workload}, the app waits for its saves`, request, {
        subject: { saveMode: 'awaited', resave: true },
        load: { workload, durationMs: 3000 },
      }),
    );
  return wanted.includes('expiry') ? [rolling, ...others] : others;
}

function instances(wanted: readonly Workload[], request: SuiteRequest): Part[] {
  const { quick, chosen } = request;
  // As many as are up.
  if (chosen.project !== undefined) return [];
  const counts = quick ? [2] : [2, 3];
  const with_ = (['visit', 'script', 'register', 'counter', 'login'] as const).filter((name) =>
    wanted.includes(name),
  );
  return (quick ? with_.slice(0, 1) : with_).flatMap((workload) =>
    counts.map((count) =>
      part(`${workload}-on-${count}`, `Workload ${workload}, ${count} instances share the load`, request, {
        subject: { instances: count },
        load: { workload, durationMs: quick ? 1500 : 3000 },
      }),
    ),
  );
}

function broken(wanted: readonly Workload[], request: SuiteRequest): Part[] {
  const { quick, hasServer, hasWires = hasServer, chosen } = request;
  const without = chosen.topology === undefined ? 'server-failovers' : 'wire-';
  const workloads = (quick ? (['visit', 'script', 'register'] as const) : BROKEN_WITH).filter((name) =>
    wanted.includes(name),
  );
  return Object.entries(FAULTS)
    .filter(([name]) => hasServer || !name.startsWith('server-'))
    .filter(([name]) => hasWires || !name.startsWith('wire-'))
    .filter(([name]) => !name.startsWith(without))
    .filter(([name]) => !quick || BROKEN_QUICKLY.has(name))
    .flatMap(([name, faults]) =>
      workloads.map((workload) =>
        part(`${workload}-${name}`, `Workload ${workload}, the ${name.replace('-', ' ')}`, request, {
          load: { workload, durationMs: BROKEN_MS },
          faults,
        }),
      ),
    );
}

function brokenOnce(wanted: readonly Workload[], request: SuiteRequest): Part[] {
  if (!wanted.includes('register')) return [];
  return Object.entries(BROKEN_ONCE)
    .filter(([name]) => !request.quick || BROKEN_QUICKLY.has(name))
    .filter(([name]) => request.hasWires !== false || !name.startsWith('wire-'))
    .flatMap(([name, how]) => {
      const { faults, instances }: { faults: readonly string[]; instances?: number } = how;
      const subject = { saveMode: 'awaited', ...(instances && { instances }) } as const;
      const sites = sitesOf(request, { ...subject, ...request.chosen }.instances);
      const possible = faults.filter((fault) => {
        const kind = FAULT_KINDS.find((known) => fault.startsWith(`${known}@`));
        return kind !== undefined && canHave(kind, sites);
      });
      if (possible.length === 0) return [];
      const load = { workload: 'register', durationMs: BROKEN_MS } as const;
      const title = `Workload register, ${possible.map((fault) => fault.split('@')[0]).join(' and ')}`;
      return part(`register-${name}`, title, request, { subject, load, faults: possible.join() });
    });
}

const sitesOf = (
  { chosen, hasServer, hasWires = false, program }: SuiteRequest,
  instances = 1,
): FaultSites => ({
  store: serverNameOf(chosen),
  topology: chosen.topology,
  instances,
  hasServer: hasServer || hasWires,
  server: chosen.project?.server,
  program,
  isForeign: isForeign(chosen),
  ...(chosen.project === undefined ? {} : { platform: 'target' }),
});

const isForeign = ({ command, project }: SuiteRequest['chosen']) =>
  command !== undefined || project !== undefined;
