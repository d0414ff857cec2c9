import { statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { usageError } from '../errors.ts';
import { knownName } from '../plan/names.ts';
import { traitsOf, WORKLOADS } from '../model/workloads.ts';
import { ownOf } from '../model/own.ts';
import type { Subject } from '../model/plan.ts';
import { assertMachine } from '../provision/machine-limits.ts';
import { STORE_NAMES } from '../stores/catalogue.ts';
import { inspectSubject } from '../platform/process/inspect.ts';
import { chooseCommand, type CommandOptions } from './run-command.ts';
import type { InConfig } from './pages/read.ts';
import { scenarioIn, type Scenario } from './pages/scenario.ts';
import type { Options } from './run-flags.ts';
import { otherPackages } from './run-packages.ts';
import { seenSettings } from './run-target.ts';
import { laidOut } from './run-topology.ts';

/** What is tested, and those of its settings that are not for flags to choose. */
export type Chosen = Pick<Subject, 'store' | 'storeModule' | 'own' | 'targets' | 'project' | 'pods'> &
  Partial<Subject>;

type Wanted = Partial<Pick<Options, 'platform'>> &
  Pick<
    Options,
    | 'store'
    | 'package'
    | 'topology'
    | 'setting'
    | 'subject'
    | 'storeModule'
    | 'target'
    | 'allowRemote'
    | 'ca'
    | 'workload'
    | 'env'
  > &
  CommandOptions & { scenario?: string | InConfig; data?: string; clients: number };

/**
 * A store by name, a module of the user's own by its file, or an app that is up by its addresses. Rejects with one
 * message where there is no such thing or it cannot be used.
 */
export async function chooseSubject(options: Wanted, signal: AbortSignal): Promise<Chosen> {
  const { store, subject, storeModule, target } = options;
  const file = subject ?? storeModule;
  const scenario = scenarioOf(options);
  if (target !== undefined) return seenSettings(target, { ...options, scenario, signal });
  if (file !== undefined) return ofModule(file, { passedOn: options.env ?? [], signal });
  if (options.command !== undefined) return chooseCommand(options.command, { ...options, scenario, signal });
  if (store !== undefined) {
    const known = knownName('store', store, STORE_NAMES);
    return { store: known, ...laidOut(known, options), ...(await otherPackages(known, options, signal)) };
  }
  throw usageError('no store was given', {
    next: `--store ${STORE_NAMES.join(', --store ')}, --subject <file>, --command <line> or --target <address>`,
  });
}

async function ofModule(
  given: string,
  options: { passedOn: readonly string[]; signal: AbortSignal },
): Promise<Chosen> {
  const file = resolve(given);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw usageError(`there is no file ${given}`, {
      next: 'the path of a module whose default export is a subject, such as examples/my-store.ts',
    });
  }
  // A process of its own looks at it, in a folder for temporary files.
  await assertMachine();
  // Its own name is what it goes by, and must not be that of a known store.
  if (extname(file) === '') throw usageError(`the name of the file ${given} has no extension such as .ts`);
  return { store: basename(file), storeModule: file, own: ownOf(await inspectSubject(file, options)) };
}

const PAGED: ReadonlySet<string> = new Set(WORKLOADS.filter((name) => traitsOf(name).needsPages));

/** More than this is no variable of a process on Linux. */
const LARGEST_BYTES = 120_000;

function scenarioOf({
  scenario: file,
  data,
  target,
  command,
  workload,
  clients,
}: Wanted): Scenario | undefined {
  if (file === undefined) {
    if (data !== undefined)
      throw usageError('--data is for the texts of a scenario, and there is none', {
        next: '--scenario pages.yaml (docs/YOUR-PAGES.md)',
      });
    if (!PAGED.has(workload)) return undefined;
    throw usageError(`${workload} goes by an app's own pages, and nothing says what they are`, {
      next: `--scenario ${workload === 'script' ? 'my-app.k6.ts' : 'pages.yaml'} (docs/YOUR-PAGES.md)`,
    });
  }
  if (target === undefined && command === undefined)
    throw usageError('--scenario is of the pages of an app, and there is none', {
      next: "--command 'npm start' or --target http://127.0.0.1:3000",
    });
  const scenario = scenarioIn(file, { clients, data });
  if (JSON.stringify(scenario).length > LARGEST_BYTES)
    throw usageError(`the users of ${clients} clients are too much to hand on`, { next: 'fewer --clients' });
  return scenario;
}
