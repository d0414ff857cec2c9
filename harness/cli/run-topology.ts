import { Option } from 'commander';
import { usageError } from '../errors.ts';
import type { Subject } from '../model/plan.ts';
import { TOPOLOGIES, type TopologyName } from '../model/topologies.ts';
import { knownName, unknownName } from '../plan/names.ts';
import { STORE_NAMES, STORES, type StoreName } from '../stores/catalogue.ts';
import type { StoreEntry } from '../stores/facts.ts';
import type { StoreSetting } from '../stores/settings.ts';
import { nameOption } from './known-values.ts';

/** What a command that tests one store can be told of its server. */
export interface TopologyOptions {
  topology?: string;
  setting?: string[];
}

/** The flags for it. */
export const topologyOptions = (): [topology: Option, setting: Option] => [
  nameOption('--topology <name>', "how the store's server is laid out", 'topology', TOPOLOGIES).conflicts([
    'subject',
    'storeModule',
    'target',
    'composeProject',
  ]),
  new Option('--setting <name=value>', "of the store's server or client (docs/TOPOLOGIES.md); again for each")
    .argParser((text: string, before: string[] | undefined) => [...(before ?? []), text])
    .conflicts(['subject', 'storeModule', 'target', 'composeProject']),
];

/** The flags again, for the command that does the same. */
export const topologyFlags = ({ topology, setting = [] }: TopologyOptions): string[] => [
  ...(topology === undefined ? [] : ['--topology', topology]),
  ...setting.flatMap((text) => ['--setting', text]),
];

/** How a store is laid out and set. Throws a usage error for what it cannot have, with what it can. */
export function laidOut(
  store: StoreName,
  { topology: given = 'standalone', setting = [] }: TopologyOptions,
): Pick<Subject, 'topology' | 'settings'> {
  const entry: StoreEntry = STORES[store];
  const wanted = knownName('topology', given, TOPOLOGIES);
  const topology = wanted === 'standalone' ? undefined : wanted;
  const possible: readonly TopologyName[] = ['standalone', ...(entry.topologies ?? [])];
  if (!possible.includes(wanted)) {
    const others = STORE_NAMES.filter((name) => STORES[name].topologies?.some((each) => each === wanted));
    throw usageError(`${store} cannot be had as ${wanted}, but as ${possible.join(', ')}`, {
      next: `--store ${others.join(` --topology ${wanted}, --store `)} --topology ${wanted}`,
    });
  }
  const settings = settingsFrom(setting, { store, entry, topology });
  return {
    ...(topology === undefined ? {} : { topology }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  };
}

interface Having {
  store: StoreName;
  entry: StoreEntry;
  topology: Subject['topology'];
}

/** Those that are not as by default, so that the same subject always goes by the same name. */
function settingsFrom(texts: readonly string[], { store, entry, topology }: Having): Record<string, string> {
  const known = entry.settings ?? [];
  const found = new Map<StoreSetting, string>();
  for (const text of texts) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    if (name === '') throw usageError(`--setting "${text}" has no value`, { next: '--setting name=value' });
    const setting = known.find((each) => each.name === name);
    if (setting === undefined) {
      if (known.length === 0) throw usageError(`${store} has no settings, and was given ${text}`);
      throw unknownName(
        `setting of ${store}`,
        name,
        known.map((each) => each.name),
      );
    }
    if (found.has(setting)) throw usageError(`--setting ${name} was given twice`);
    if (!setting.values.includes(value))
      throw usageError(`${name} of ${store} is "${value}"; expected ${setting.values.join(', ')}`);
    if (setting.only !== undefined && (topology === undefined || !setting.only.includes(topology)))
      throw usageError(`${name} says nothing of ${store} as ${topology ?? 'standalone'}`, {
        next: `--topology ${setting.only.join(', --topology ')}, or leave it out`,
      });
    found.set(setting, value);
  }
  return Object.fromEntries(
    known.flatMap((setting) => {
      const value = found.get(setting);
      return value === undefined || value === setting.values[0] ? [] : [[setting.name, value]];
    }),
  );
}
