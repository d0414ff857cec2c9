import { below, oneOf, type Chance } from './random.ts';

/** A change of a text. */
export interface Mutation {
  what: string;
  text: string;
}

/** What stands where something else was expected. */
const ODD: readonly (() => unknown)[] = [
  () => null,
  () => -1,
  () => 0,
  () => 1e10,
  () => 1e308,
  () => '',
  () => 'x'.repeat(100_000),
  () => '\u001B[2J\u202Eevil\u0000',
  () => '<script>alert(1)</script>]]>&"\'`|',
  () => '../../../etc/passwd',
  () => [],
  () => ({}),
  () => true,
  () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":1}}') as unknown,
  () => Array.from({ length: 10_000 }, (_, index) => index),
];
const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
const DEEP_MARK = '@@deep@@';

/** Changes a text anywhere, by bytes and by lines. */
export function mutateText(text: string, chance: Chance): Mutation {
  const at = below(chance, text.length + 1);
  const length = below(chance, Math.min(200, text.length));
  return oneOf<() => Mutation>(chance, [
    () => ({ what: `cut at ${at}`, text: text.slice(0, at) }),
    () => ({ what: `${length} characters gone at ${at}`, text: text.slice(0, at) + text.slice(at + length) }),
    () => ({
      what: `a character changed at ${at}`,
      text: `${text.slice(0, at)}${String.fromCharCode(below(chance, 256))}${text.slice(at + 1)}`,
    }),
    () => ({ what: `noise at ${at}`, text: `${text.slice(0, at)}${noise(chance, length)}${text.slice(at)}` }),
    () => ({ what: `twice from ${at}`, text: text + text.slice(at) }),
    () => ({ what: 'empty', text: '' }),
    () => ({ what: 'nothing but noise', text: noise(chance, 2000) }),
    () => ({ what: 'nested deep', text: DEEP }),
  ])();
}

const noise = (chance: Chance, length: number) =>
  Array.from({ length }, () => String.fromCharCode(below(chance, chance() < 0.9 ? 256 : 65_536))).join('');

/** Changes one place of a JSON document: another value, gone, or under another name. */
export function mutateJson(text: string, chance: Chance): Mutation {
  const document: unknown = JSON.parse(text);
  const places = placesIn(document);
  const { holder, key, path } = oneOf(chance, places);
  const change = oneOf<() => string>(chance, [
    () => {
      Reflect.deleteProperty(holder, key);
      return 'gone';
    },
    () => {
      Reflect.set(holder, key, oneOf(chance, ODD)());
      return 'odd';
    },
    () => {
      Reflect.set(holder, key, oneOf(chance, ODD)());
      return 'odd';
    },
    () => {
      Reflect.set(holder, key, DEEP_MARK);
      return 'nested deep';
    },
    () => {
      Reflect.set(holder, key, structuredClone(oneOf(chance, places).value));
      return 'of another place';
    },
    () => {
      Reflect.set(holder, `${key}x`, Reflect.get(holder, key));
      Reflect.deleteProperty(holder, key);
      return 'under another name';
    },
  ])();
  return { what: `${path}: ${change}`, text: JSON.stringify(document).replace(`"${DEEP_MARK}"`, () => DEEP) };
}

interface Place {
  holder: object;
  key: string;
  path: string;
  value: unknown;
}

function placesIn(document: unknown): Place[] {
  const places: Place[] = [];
  const visit = (holder: unknown, path: string) => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key, path: `${path}.${key}`, value });
      visit(value, `${path}.${key}`);
    }
  };
  visit(document, '');
  return places;
}

const joined = (changed: readonly string[]) => `${changed.join('\n')}\n`;

/** Changes a text of one JSON document a line: a line as JSON, lines as such, or anything. */
export function mutateLines(text: string, chance: Chance): Mutation {
  const lines = text.trimEnd().split('\n');
  const at = below(chance, lines.length);
  return oneOf<() => Mutation>(chance, [
    () => {
      const { what, text: line } = mutateJson(lines[at] ?? '{}', chance);
      return { what: `line ${at + 1}${what}`, text: joined(lines.with(at, line)) };
    },
    () => {
      const { what, text: line } = mutateJson(lines[at] ?? '{}', chance);
      return { what: `line ${at + 1}${what}`, text: joined(lines.with(at, line)) };
    },
    () => ({ what: `line ${at + 1} gone`, text: joined(lines.toSpliced(at, 1)) }),
    () => ({ what: `line ${at + 1} twice`, text: joined(lines.toSpliced(at, 0, lines[at] ?? '')) }),
    () => {
      const other = below(chance, lines.length);
      const moved = lines.toSpliced(at, 1).toSpliced(other, 0, lines[at] ?? '');
      return { what: `line ${at + 1} moved to ${other + 1}`, text: joined(moved) };
    },
    () => mutateText(text, chance),
  ])();
}
