import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { usageError } from '../errors.ts';
import { ownOf } from '../model/own.ts';
import type { Subject } from '../model/plan.ts';
import { lookAt, type SeenApp } from '../platform/target/about.ts';
import { addressesOf, assertNear, parseTargets } from '../platform/target/address.ts';
import { assertTakenBack } from '../platform/target/taken-back.ts';
import { trust, trustOfGenerator } from '../platform/target/trust.ts';
import { startReaper } from '../process/reaper.ts';
import { countInstances } from '../platform/target/instances.ts';
import { say } from './output.ts';
import { lookByScenario, type Scenario } from './pages/scenario.ts';

/** A plan has no more; clients still ask every instance that they meet. */
const MOST_INSTANCES = 16;
/** How long express-session's stores keep a session whose cookie has no age. */
export const DAY_MS = 86_400_000;
/** Nobody waits longer for a session to expire. */
const EXPIRY_LIMIT_MS = 60_000;

interface TargetOptions {
  allowRemote?: boolean;
  /** A file of certificates to trust besides. */
  ca?: string | undefined;
  workload: string;
  /** The app's own pages, where it mounts no probe. */
  scenario?: Scenario | undefined;
  signal: AbortSignal;
  /** Containers or pods of it may be broken. */
  isBroken?: boolean;
}

/** The subject that an app is which is up already, as it is seen from outside. */
export async function seenSettings(
  addresses: readonly string[],
  { allowRemote = false, ca, workload, scenario, signal, isBroken = false }: TargetOptions,
): Promise<Pick<Subject, 'store' | 'own' | 'targets'> & Partial<Subject>> {
  const targets = parseTargets(addresses);
  if (ca !== undefined) trust(ca);
  if (!allowRemote) for (const target of targets) await assertNear(target);
  if (scenario !== undefined) return seenByPages(targets, scenario, signal);
  const seen: SeenApp[] = [];
  const asProxy = workload === 'proxied';
  for (const target of targets) seen.push(await lookAt(target, { signal, asProxy }));
  const { saveMode, rolling, ttlMs } = alike(targets, seen);
  assertFits(workload, ttlMs);
  const [first = ''] = targets;
  const instances = Math.min(MOST_INSTANCES, await countInstances(targets, signal));
  for (const { given } of seen) await assertTakenBack(targets, given, { instances, signal });
  if (instances > targets.length) say(`${instances} instances of the app answer there`);
  const where = targets.length === 1 ? new URL(first).host : `${targets.length} addresses`;
  const broken = isBroken ? '' : 'nothing of it is broken, and ';
  say(`${targets.join(', ')}: taken as it is; ${broken}its memory is not read`);
  const [refused] = seen.flatMap((app) => app.refused ?? []);
  if (refused !== undefined) say(`a browser would not keep its cookie: ${refused}`);
  return {
    store: 'your-app',
    own: ownOf({ name: `your app at ${where}` }),
    targets,
    instances,
    ttlMs: ttlMs ?? DAY_MS,
    saveMode,
    rolling,
  };
}

async function seenByPages(targets: string[], scenario: Scenario, signal: AbortSignal) {
  const [first = ''] = targets;
  const { ttlMs, refused, by } = await lookAlone(targets, scenario, signal);
  assertFits('visit', ttlMs);
  say(`${targets.join(', ')}: visited by its own pages; nothing of it is broken, and its memory is not read`);
  if (refused !== undefined) say(`a browser would not keep its cookie: ${refused}`);
  return {
    store: 'your-app',
    own: ownOf({ name: `your app at ${new URL(first).host}` }),
    targets,
    instances: targets.length,
    ttlMs: ttlMs ?? DAY_MS,
    ...by,
  };
}

async function lookAlone(targets: string[], scenario: Scenario, signal: AbortSignal) {
  await using reaper = startReaper();
  const folder = join(tmpdir(), `holdfast-look-${randomUUID()}`);
  reaper.makeFolder(folder);
  await mkdir(folder, { recursive: true });
  const environment = {
    ...(await trustOfGenerator(folder)),
    ADDRESSES: JSON.stringify(await addressesOf(targets)),
  };
  return lookByScenario(scenario, { targets, isForeign: true, environment, reaper, signal });
}

/** Instances of one app keep sessions in the same way; where they do not, an address is wrong. */
function alike(targets: readonly string[], seen: readonly SeenApp[]): SeenApp {
  const [first, ...others] = seen as [SeenApp, ...SeenApp[]];
  for (const [index, other] of others.entries()) {
    for (const setting of ['ttlMs', 'saveMode', 'rolling'] as const) {
      if (first[setting] === other[setting]) continue;
      const [one, another] = [targets[0], targets[index + 1]];
      throw usageError(
        `${one} and ${another} are no instances of one app: ${setting} is ${first[setting]} here and ${other[setting]} there`,
      );
    }
  }
  return first;
}

/** A plan takes none that live shorter. */
const LEAST_TTL_MS = 1000;

/** Throws a usage error for what cannot be tested of an app of the user's own whose sessions live so long. */
export function assertFits(workload: string, ttlMs: number | null): void {
  if (workload === 'growth') {
    throw usageError('growth is about memory, which cannot be read of an app of your own', {
      next: 'another --workload, or the store of your app with --subject',
    });
  }
  if (ttlMs !== null && ttlMs < LEAST_TTL_MS) {
    throw usageError(
      `by their cookies, sessions of this app live ${Math.round(ttlMs)} ms: they would be over before they are looked at`,
      { next: 'start the app with a cookie.maxAge of some seconds at least for the test' },
    );
  }
  if (workload === 'expiry' && (ttlMs === null || ttlMs > EXPIRY_LIMIT_MS)) {
    const seen = ttlMs === null ? 'until the browser is closed' : `${ttlMs / 1000} s`;
    throw usageError(`expiry waits for sessions to expire, and those of this app live ${seen}`, {
      next: 'start the app with a cookie.maxAge of some seconds',
    });
  }
}

const SETTINGS = [
  'faults',
  'nemesis',
  'budget',
  'instances',
  'ttl',
  'saveMode',
  'resave',
  'rolling',
  'saveUninitialized',
] as const;
const PLACES = ['secureCookie', 'tlsProxy', 'trustProxy', 'secrets', 'env', 'platform', 'appPort'] as const;
/** Of an app that Holdfast starts, these are for it to do. */
const OF_COMMAND: ReadonlySet<string> = new Set(['faults', 'instances', 'env']);

/** Throws a usage error for a flag that would have to change an app which is taken as it is. */
export function assertTakenAsItIs(command: Command): void {
  const isProject = command.getOptionValue('composeProject') !== undefined;
  const isPods = command.getOptionValue('kubernetesApp') !== undefined;
  const isCommand = command.getOptionValue('command') !== undefined;
  const fixed = [...SETTINGS, ...PLACES].filter(
    (name) => !((isProject || isPods) && name === 'faults') && !(isCommand && OF_COMMAND.has(name)),
  );
  const given = fixed.find((name) => ['cli', 'config'].includes(command.getOptionValueSource(name) ?? ''));
  if (given === undefined) return;
  const flag = command.options.find((option) => option.attributeName() === given)?.long ?? given;
  const whom = isCommand
    ? '--command'
    : isProject
      ? '--compose-project'
      : isPods
        ? '--kubernetes-app'
        : '--target';
  const breaking =
    given === 'faults'
      ? ', have Holdfast start it with --command, break its containers with --compose-project or its pods with --kubernetes-app'
      : '';
  throw usageError(`${whom} takes an app as it is: ${flag} is not for Holdfast to set there`, {
    next: `leave ${flag} out${breaking}, or try the store of your app with --subject`,
  });
}

const OF_COMMANDS = ['in', 'ready', 'readyWithin', 'portVariable', 'server'] as const;

/** Throws a usage error for a flag that says something of a start command where there is none. */
export function assertCommandGiven(command: Command): void {
  const given = OF_COMMANDS.find((name) => command.getOptionValueSource(name) === 'cli');
  if (given === undefined) return;
  const flag = command.options.find((option) => option.attributeName() === given)?.long ?? given;
  throw usageError(`${flag} says something of an app's start command, and there is none`, {
    next: "--command 'npm start'",
  });
}
