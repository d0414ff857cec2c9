/**
 * Saves a nested session as one level of dotted keys, and nests it again on reading: a key with a dot comes back as
 * two. As the `flat` package does, MongoDB updates by path, and configuration stores.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';
import { mapped } from '../mapped.ts';

class FlattensKeys extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    const data = super.find(sid);
    return data && mapped(data, { entry: nested });
  }
}

/** `{ 'v1.2': x }` becomes `{ v1: { 2: x } }`. */
function nested(key: string, value: unknown): [string, unknown] {
  const [first = '', ...others] = key.split('.');
  return [first, others.reduceRight((inner, name) => ({ [name]: inner }), value)];
}

export default (context: StoreContext) => new FlattensKeys(context);
