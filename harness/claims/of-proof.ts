import type { Draft } from '../plan/draft.ts';
import { proofDrafts } from '../plan/prove.ts';
import type { StoreName } from '../stores/catalogue.ts';

/** Experiments of `holdfast prove`, for the claims that it is about. */
export function ofProof(store: StoreName, ...names: string[]): Record<string, Draft> {
  const drafts = proofDrafts(store);
  return Object.fromEntries(
    names.map((name) => {
      const found = drafts[name];
      if (found === undefined) throw new Error(`the proof has no experiment ${name} on ${store}`);
      return [name, found];
    }),
  );
}
