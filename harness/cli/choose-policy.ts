import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import { usageError } from '../errors.ts';
import { nearest } from '../gate/nearest.ts';
import { readPolicy } from '../gate/parse-policy.ts';
import { POLICIES, type Policy } from '../gate/policy.ts';

/** What a run is decided by where it is not said, if it is in the folder that one stands in. */
const POLICY_FILE = 'holdfast.policy.yaml';

type PolicyName = keyof typeof POLICIES;

/** An A/B comparison asks whether one is worse than the other, and not what any app needs. */
export const AB_POLICY = 'as-promised' satisfies PolicyName;

export interface Named {
  policy: Policy;
  /** As the decision cites it. */
  name: string;
}

export const policyOption = (usual: PolicyName): Option =>
  new Option(
    '--policy <name or file>',
    `production: what any app needs of its sessions; as-promised: each store by its own word; or a file of your own in YAML or JSON (docs/GATE.md) (default: ${POLICY_FILE} if it is there, else ${usual})`,
  );

/** A policy by its name or its file; a file of such a name is meant by its path. */
export async function choosePolicy(asked: string | undefined, usual: PolicyName): Promise<Named> {
  const given = asked ?? (existsSync(POLICY_FILE) ? POLICY_FILE : usual);
  if (isKnown(given)) return { policy: POLICIES[given], name: given };
  const text = await readFile(given, 'utf8').catch((cause: Error) => {
    const hint = given.includes('/') || given.includes('.') ? '' : nearest(given, Object.keys(POLICIES));
    throw usageError(`the policy ${given} could not be read: ${cause.message}${hint}`, { cause });
  });
  return { policy: readPolicy(text, given), name: given };
}

const isKnown = (name: string): name is PolicyName => Object.hasOwn(POLICIES, name);
