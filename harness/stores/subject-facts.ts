import type { Subject } from '../model/plan.ts';
import { subjectRemark } from '../model/subject-id.ts';
import { storeFacts, type StoreFacts } from './catalogue.ts';

/** The facts of what is tested: of a known store, or what the user's own subject says of itself. */
export function subjectFacts(subject: Subject): StoreFacts {
  const { store, own } = subject;
  const facts = storeFacts(store);
  if (own !== undefined) return { ...facts, name: own.name, promises: own.promises };
  const remark = subjectRemark(subject);
  if (remark === '') return facts;
  const { name } = facts;
  return { ...facts, name: name.endsWith(')') ? `${name.slice(0, -1)}, ${remark})` : `${name} (${remark})` };
}
