import { SERVER_PROGRAMS } from '../../protocol/servers.ts';
import type { Subject } from '../model/plan.ts';
import { subjectRemark } from '../model/subject-id.ts';
import { isStore, storeFacts, STORES, type StoreFacts } from './catalogue.ts';
import { promisedIn, type StoreEntry } from './facts.ts';
import type { ServerName } from './servers.ts';
import { variantName } from './versions.ts';

/** The program that its server is, where Holdfast has it: the store's usual one, or what it is set to. */
export function serverOf({
  store,
  settings = {},
}: Pick<Subject, 'store' | 'settings'>): ServerName | undefined {
  const usual = storeFacts(store).server;
  return usual && (SERVER_PROGRAMS.find((program) => program === settings['server']) ?? usual);
}

/** The facts of what is tested: of a known store, or what the user's own subject says of itself. */
export function subjectFacts(subject: Subject): StoreFacts {
  const { store, own, otherPackages } = subject;
  const other = otherPackages !== undefined && isStore(store);
  const facts = storeFacts(other ? variantName(store, otherPackages.asked) : store);
  if (own !== undefined) return { ...facts, name: own.name, promises: own.promises };
  const remark = subjectRemark(subject);
  if (remark === '') return facts;
  const { name } = facts;
  const entry: StoreEntry | undefined = isStore(store) ? STORES[store] : undefined;
  const source = entry?.survivesFailover?.(subject);
  const takenBack = entry?.takesBack?.(subject);
  const promises = [
    ...facts.promises.filter(({ id }) => id !== takenBack),
    ...(source === undefined ? [] : promisedIn(source, 'survives-failover')),
  ];
  return {
    ...facts,
    promises,
    name: name.endsWith(')') ? `${name.slice(0, -1)}, ${remark})` : `${name} (${remark})`,
  };
}
