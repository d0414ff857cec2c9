/** What a shopper keeps in a session. Each thing is one key of the history, whatever it is in the session. */
import type { OperationLine, Value } from '../../protocol/history.ts';
import { ROUTES, type PageShown } from '../../protocol/routes.ts';
import { plain, type Asking } from './asking.ts';
import { digestOf } from './digest.ts';
import { nameOf, placeOf, type Way } from './ways.ts';

export interface Thing {
  key: string;
  /** Sets or removes it. `fresh` is a number that no other write has; `chance` is from 0 to 1. */
  change(fresh: number, chance: number): Asking;
  read(chance: number): Asking;
  /** Takes in what became of a change. */
  settle?(line: OperationLine): void;
}

/** Of so many changes, one is a removal. */
const REMOVES = 1 / 4;

const removing = (key: string, path: string): Asking => ({ op: 'remove', method: 'DELETE', path, key });
const setting = (key: string, path: string, value: Value, body: unknown = value): Asking => ({
  op: 'write',
  method: 'PUT',
  path,
  key,
  value,
  body: { value: body },
});

/** A number at some place. */
export function leaf(way: Way): Thing {
  const [key, path] = [nameOf(way), placeOf(way)];
  return {
    key,
    change: (fresh, chance) => (chance < REMOVES ? removing(key, path) : setting(key, path, fresh)),
    read: () => ({ op: 'read', method: 'GET', path, key }),
  };
}

/** Who is logged in, as the page of a user shows it: 403 without one. */
export class User implements Thing {
  readonly key = 'user';
  readonly #leaf = leaf(this.key);
  /** Whether the page is certainly open. */
  isThere = false;

  change(fresh: number, chance: number): Asking {
    return this.#leaf.change(fresh, chance);
  }

  read(): Asking {
    return { ...onPage(this.key), shorten: (shown) => plain((shown as PageShown | null)?.user) };
  }

  settle({ op, outcome }: OperationLine): void {
    this.isThere = op === 'write' && outcome === 'ok';
  }
}

/** A form of payment methods, written whole; read back from its place, or from the page of a user who is there. */
export class Form implements Thing {
  readonly key: string;
  readonly #way: readonly [string, string];
  readonly #user: User;

  constructor(way: readonly [string, string], user: User) {
    this.key = nameOf(way);
    this.#way = way;
    this.#user = user;
  }

  change(fresh: number, chance: number): Asking {
    const path = placeOf(this.#way);
    if (chance < REMOVES) return removing(this.key, path);
    const form = formOf(fresh);
    return setting(this.key, path, shortened(form), form);
  }

  read(chance: number): Asking {
    const [form, method] = this.#way;
    if (this.#user.isThere && chance < 0.5) {
      const shorten = (shown: unknown) => {
        const methods = (shown as PageShown | null)?.holds[form] as Record<string, unknown> | undefined;
        return shortened(methods?.[method]);
      };
      return { ...onPage(this.key), shorten };
    }
    return { op: 'read', method: 'GET', path: placeOf(this.#way), key: this.key, shorten: shortened };
  }
}

interface Element {
  item?: unknown;
  count?: unknown;
}

/** One item of an array that others are pushed to as well. It is pushed only when it certainly is not in it. */
export class Item implements Thing {
  readonly key: string;
  readonly #way: Way;
  readonly #item: string;
  #mayBeThere = false;
  /** A push that got no answer may still take effect, beside another one. */
  #mayBeTwice = false;

  constructor(way: Way, item: string) {
    this.key = `${nameOf(way)}: ${item}`;
    this.#way = way;
    this.#item = item;
  }

  change(fresh: number): Asking {
    const path = placeOf(this.#way);
    if (this.#mayBeThere) return removing(this.key, `${path}&item=${encodeURIComponent(this.#item)}`);
    const element = { item: this.#item, count: fresh, options: ['gift', { wrapped: true }] };
    return { ...setting(this.key, path, fresh, element), method: 'POST' };
  }

  read(): Asking {
    const shorten = (shown: unknown): Value => {
      if (shown == null) return null;
      if (!Array.isArray(shown)) return `no array: ${JSON.stringify(shown)}`;
      const found = (shown as (Element | null)[]).filter((element) => element?.item === this.#item);
      if (found.length > 1 && !this.#mayBeTwice) return `${found.length} times: ${JSON.stringify(found)}`;
      return plain(found.at(-1)?.count);
    };
    return { op: 'read', method: 'GET', path: placeOf(this.#way), key: this.key, shorten };
  }

  settle({ op, outcome }: OperationLine): void {
    if (outcome === 'fail') return;
    this.#mayBeThere = op === 'write' || outcome === 'info';
    this.#mayBeTwice ||= outcome === 'info';
  }
}

const onPage = (key: string): Asking => ({ op: 'read', method: 'GET', path: ROUTES.page, key });

const formOf = (id: number) => ({
  id,
  'name on card': 'Zoë O’Neill "漢" 🜁',
  number: '4242 4242 4242 4242',
  expires: { month: 12, year: 2031 },
  billing: { address: { 'line.1': 'Main St 1', $zip: '01234' }, same: true, note: null },
  limits: [10, 20.5, { 'per.day': -1 }],
});

/** The history has of a form its number and a digest. */
function shortened(form: unknown): Value {
  if (form == null) return null;
  return `${JSON.stringify((form as { id?: unknown }).id)}:${digestOf(form)}`;
}
