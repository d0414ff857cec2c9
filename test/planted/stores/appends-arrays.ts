/**
 * Merges what it saves into what it has, and an array by adding its elements to those that are there. As deep merges
 * do that were made for configuration.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

class AppendsArrays extends CorrectStore {
  protected override keep(sid: string, data: Data): void {
    const before = this.find(sid);
    super.keep(sid, before === undefined ? data : (merged(before, data) as Data));
  }
}

function merged(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return [...before, ...(after as unknown[])];
  if (!isDocument(before) || !isDocument(after)) return after;
  const entries = Object.entries(after).map(([key, value]) => [key, merged(before[key], value)] as const);
  return Object.fromEntries(entries);
}

const isDocument = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export default (context: StoreContext) => new AppendsArrays(context);
