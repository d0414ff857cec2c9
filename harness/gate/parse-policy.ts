import type { z } from 'zod';
import { usageError } from '../errors.ts';
import { nearest } from './nearest.ts';
import { type Policy, POLICY_KEYS, policySchema } from './policy.ts';

/**
 * A policy from what stands in its file. Throws a usage error that names every field that is wrong, what was
 * seen there, and what is known.
 */
export function parsePolicy(json: unknown, source = 'the policy'): Policy {
  const parsed = policySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => describe(issue, json));
  const lines = wrong.length === 1 ? `: ${wrong[0]}` : `:\n${wrong.map((line) => `  ${line}`).join('\n')}`;
  throw usageError(`${source} is not a policy${lines}`, { next: 'docs/GATE.md lists every field' });
}

function describe(issue: z.core.$ZodIssue, json: unknown): string {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const [list = ''] = issue.path.map(String);
    const known = POLICY_KEYS[list] ?? [];
    return issue.keys.map((key) => unknownKey(path, key, known)).join('; ');
  }
  const seen = JSON.stringify(at(json, issue.path)) ?? 'nothing';
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    return `${path}: ${seen} is not known${nearest(seen.replaceAll('"', ''), known)}`;
  }
  return `${path}: ${issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')}, found ${seen}`;
}

const unknownKey = (path: string, key: string, known: readonly string[]) =>
  `${path === 'top level' ? '' : `${path}.`}${key}: there is no such field${nearest(key, known)}`;

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
