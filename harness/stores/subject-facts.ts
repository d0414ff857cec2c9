import type { Subject } from '../model/plan.ts';
import { subjectRemark } from '../model/subject-id.ts';
import { isStore, storeFacts, STORES, type StoreFacts } from './catalogue.ts';
import { promisedIn, type StoreEntry } from './facts.ts';
import { variantName } from './versions.ts';

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
