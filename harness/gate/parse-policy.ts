import type { z } from 'zod';
import { usageError } from '../errors.ts';
import { nearest } from './nearest.ts';
import { NotYaml, type PolicyText, readPolicyText } from './policy-text.ts';
import { type Policy, POLICY_KEYS, policySchema } from './policy.ts';

/** Larger, deeper or with more rules than a policy that people wrote can be. */
export const POLICY_LIMITS = { bytes: 1_000_000, depth: 16, rules: 1000 } as const;

/** Problems that a message names; what is wrong with one rule is often wrong with all. */
const TOLD = 20;
const SEEN_CHARACTERS = 80;
const NEXT = { next: 'docs/GATE.md lists every field' };

/** A policy from the text of its file, YAML or JSON. Throws a usage error that says what is wrong with it, and where. */
export function readPolicy(text: string, source: string): Policy {
  const { bytes } = POLICY_LIMITS;
  const refuse = (why: string, cause?: unknown) =>
    usageError(visible(`the policy ${source} ${why}`), { ...NEXT, cause });
  const length = Buffer.byteLength(text);
  if (length > bytes) throw refuse(`has ${length} bytes; ${bytes} are the most`);
  const tooDeep = `is nested more than ${POLICY_LIMITS.depth} deep, which no policy is`;
  if (isDeep(text)) throw refuse(tooDeep);
  let read: PolicyText;
  try {
    read = readPolicyText(text);
  } catch (cause) {
    if (cause instanceof NotYaml) throw refuse(`is not YAML or JSON: ${cause.message}`, cause);
    throw cause;
  }
  return parsePolicy(read.value, source, read.placeOf);
}

/**
 * Whether it is nested deeper than any policy: by brackets, by dashes on one line, or by how far lines are indented, of
 * which a level takes one space at the least. A reader of such a file would run out of stack.
 */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{}\]]/gs)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > POLICY_LIMITS.depth) return true;
  }
  const { depth: most } = POLICY_LIMITS;
  return new RegExp(`(?:[-?:][ \\t]+){${most + 1}}|^ {${most * 16}}\\s*[^\\s#]`, 'm').test(text);
}

/**
 * A policy from what stands in its file. Throws a usage error that names every field that is wrong, what was
 * seen there, and what is known.
 */
export function parsePolicy(
  json: unknown,
  source = 'the policy',
  placeOf: PolicyText['placeOf'] = () => undefined,
): Policy {
  const rules = countRules(json);
  if (rules > POLICY_LIMITS.rules)
    throw usageError(visible(`${source} has ${rules} rules; ${POLICY_LIMITS.rules} are the most`), NEXT);
  const parsed = policySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const wrong = issues.slice(0, TOLD).map((issue) => visible(describe(issue, json, placeOf, issues)));
  if (issues.length > TOLD) wrong.push(`and ${issues.length - TOLD} more`);
  const lines = wrong.length === 1 ? `: ${wrong[0]}` : `:\n${wrong.map((line) => `  ${line}`).join('\n')}`;
  throw usageError(`${visible(source)} is not a policy${lines}`, NEXT);
}

function countRules(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0;
  return Object.values(json).reduce<number>(
    (sum, list: unknown) => sum + (Array.isArray(list) ? list.length : 0),
    0,
  );
}

function describe(
  issue: z.core.$ZodIssue,
  json: unknown,
  placeOf: PolicyText['placeOf'],
  all: readonly z.core.$ZodIssue[],
): string {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const [list = ''] = issue.path.map(String);
    const known = POLICY_KEYS[list] ?? [];
    const missing = issue.keys.length === 1 ? onlyMissing(all, issue.path, json) : undefined;
    const named = (key: string) => `${path === 'top level' ? '' : `${path}.`}${key}`;
    return issue.keys
      .map(
        (key) =>
          `${named(key)}${placed(placeOf(issue.path, key))}: there is no such field${nearest(key, known, missing)}`,
      )
      .join('; ');
  }
  if (at(json, issue.path) === undefined)
    return `${path}${placed(placeOf(issue.path))}: it is missing${known(issue)}`;
  const where = `${path}${placed(placeOf(issue.path))}`;
  const seen = cut(JSON.stringify(at(json, issue.path)) ?? 'nothing');
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return `${where}: ${seen} is not known${nearest(seen.replaceAll('"', ''), values)}`;
  }
  return `${where}: ${issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')}, found ${seen}`;
}

/** What a missing field has to be. */
const known = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_value'
    ? `; known: ${issue.values.map(String).join(', ')}`
    : `; ${issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')}`;

/** The field that an object has to have and has not, if it is one: whoever wrote another may have meant it. */
function onlyMissing(
  issues: readonly z.core.$ZodIssue[],
  within: readonly PropertyKey[],
  json: unknown,
): string | undefined {
  const missing = issues
    .filter(({ path }) => path.length === within.length + 1 && within.every((part, at) => part === path[at]))
    .filter(({ path }) => at(json, path) === undefined)
    .map(({ path }) => String(path.at(-1)));
  return missing.length === 1 ? missing[0] : undefined;
}

const placed = (place: ReturnType<PolicyText['placeOf']>) =>
  place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;

const cut = (text: string) => (text.length > SEEN_CHARACTERS ? `${text.slice(0, SEEN_CHARACTERS)}…` : text);

/** Nothing in a file can move the cursor or turn the direction of the text. */
const visible = (text: string) =>
  text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });

/** anomalies[0].kind */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '') || 'top level';
}

function at(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    json,
  );
}
