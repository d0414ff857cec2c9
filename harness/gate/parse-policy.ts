import type { z } from 'zod';
import { usageError } from '../errors.ts';
import { nearest } from './nearest.ts';
import { type Policy, POLICY_KEYS, policySchema } from './policy.ts';

/** Larger, deeper or with more rules than a policy that people wrote can be. */
export const POLICY_LIMITS = { bytes: 1_000_000, depth: 16, rules: 1000 } as const;

/** Problems that a message names; what is wrong with one rule is often wrong with all. */
const TOLD = 20;
const SEEN_CHARACTERS = 80;
const NEXT = { next: 'docs/GATE.md lists every field' };

/** A policy from the text of its file. Throws a usage error that says what is wrong with it. */
export function readPolicy(text: string, source: string): Policy {
  const { bytes, depth } = POLICY_LIMITS;
  const refuse = (why: string, cause?: unknown) =>
    usageError(visible(`the policy ${source} ${why}`), { ...NEXT, cause });
  const length = Buffer.byteLength(text);
  if (length > bytes) throw refuse(`has ${length} bytes; ${bytes} are the most`);
  if (depthOf(text) > depth) throw refuse(`is nested more than ${depth} deep, which no policy is`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw refuse(`is not JSON: ${String(cause)}`, cause);
  }
  return parsePolicy(json, source);
}

/** How deep brackets are nested; what stands in strings is none. Parsing needs no such look, but messages would. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{}\]]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth--;
  }
  return deepest;
}

/**
 * A policy from what stands in its file. Throws a usage error that names every field that is wrong, what was
 * seen there, and what is known.
 */
export function parsePolicy(json: unknown, source = 'the policy'): Policy {
  const rules = countRules(json);
  if (rules > POLICY_LIMITS.rules)
    throw usageError(visible(`${source} has ${rules} rules; ${POLICY_LIMITS.rules} are the most`), NEXT);
  const parsed = policySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const wrong = issues.slice(0, TOLD).map((issue) => visible(describe(issue, json)));
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

function describe(issue: z.core.$ZodIssue, json: unknown): string {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const [list = ''] = issue.path.map(String);
    const known = POLICY_KEYS[list] ?? [];
    return issue.keys.map((key) => unknownKey(path, key, known)).join('; ');
  }
  const seen = cut(JSON.stringify(at(json, issue.path)) ?? 'nothing');
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    return `${path}: ${seen} is not known${nearest(seen.replaceAll('"', ''), known)}`;
  }
  return `${path}: ${issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')}, found ${seen}`;
}

const unknownKey = (path: string, key: string, known: readonly string[]) =>
  `${path === 'top level' ? '' : `${path}.`}${key}: there is no such field${nearest(key, known)}`;

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
