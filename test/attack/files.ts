import { mutateJson, mutateLines, mutateText, type Mutation } from './mutate.ts';
import type { Chance } from './random.ts';
import { spoilHistory, spoilPlan, spoilResults } from './unearned.ts';

/** The files that the commands read. */
export const FILE_NAMES = ['history.ndjson', 'plan.json', 'results.json', 'policy.json'] as const;
export type FileName = (typeof FILE_NAMES)[number];

export interface Mutant extends Mutation {
  file: FileName;
  /** Whether the run has lost what its pass rested on. */
  isSpoiled: boolean;
}

/** A policy that the run passes by. */
export const POLICY = JSON.stringify({
  policy: 1,
  anomalies: [{ kind: 'lost-write', max: 0, because: 'carts must survive' }],
});

/** One change of a file by chance; every third takes away what a pass rests on, where that can be said. */
export function mutantOf(file: FileName, text: string, chance: Chance): Mutant {
  const spoil = { 'history.ndjson': spoilHistory, 'plan.json': spoilPlan, 'results.json': spoilResults };
  if (file !== 'policy.json' && chance() < 1 / 3)
    return { file, isSpoiled: true, ...spoil[file](text, chance) };
  const mutate = file === 'history.ndjson' ? mutateLines : chance() < 0.7 ? mutateJson : mutateText;
  return { file, isSpoiled: false, ...mutate(text, chance) };
}
