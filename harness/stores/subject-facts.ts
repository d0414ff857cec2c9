import type { Subject } from '../model/plan.ts';
import { storeFacts, type StoreFacts } from './catalogue.ts';

/** The facts of what is tested: of a known store, or what the user's own subject says of itself. */
export function subjectFacts({ store, own }: Subject): StoreFacts {
  const facts = storeFacts(store);
  return own === undefined ? facts : { ...facts, name: own.name, promises: own.promises };
}
