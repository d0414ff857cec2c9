/**
 * Mutants of a run that passed, whose verdict must not be a pass: each does away with what the pass rested on, or says
 * outright that something was amiss. Of mutants by chance that cannot be said: most change what no verdict rests on.
 */
import type { OperationLine } from '../../protocol/history.ts';
import type { Plan } from '../../harness/model/plan.ts';
import type { Results } from '../../harness/model/results.ts';
import type { Mutation } from './mutate.ts';
import { below, oneOf, type Chance } from './random.ts';

const joined = (changed: readonly string[]) => `${changed.join('\n')}\n`;

export function spoilHistory(text: string, chance: Chance): Mutation {
  const lines = text.trimEnd().split('\n');
  const reads = lines.flatMap((line, index) => (isGoodRead(line) ? [index] : []));
  const at = oneOf(chance, reads);
  const read = JSON.parse(lines[at] ?? '') as OperationLine;
  const changed = (changes: object) => joined(lines.with(at, JSON.stringify({ ...read, ...changes })));
  return oneOf<() => Mutation>(chance, [
    () => ({ what: `line ${at + 1}: a value that nobody wrote`, text: changed({ value: 'of nobody' }) }),
    () => ({ what: `line ${at + 1}: another owner`, text: changed({ owner: 'somebody else' }) }),
    () => ({ what: `line ${at + 1}: no JSON`, text: joined(lines.with(at, lines[at]?.slice(0, -1) ?? '')) }),
    () => {
      const kept = below(chance, lines.length - 1);
      return {
        what: `the end gone, from line ${kept + 1} on`,
        text: kept === 0 ? '' : joined(lines.slice(0, kept)),
      };
    },
    () => ({ what: 'no operation', text: joined(lines.filter((line) => !line.startsWith('{"op"'))) }),
    () => ({ what: 'no read', text: joined(lines.filter((line) => !line.includes('"op":"read"'))) }),
    () => ({
      what: 'a note that spoils',
      text: joined(lines.toSpliced(at, 0, JSON.stringify({ note: 'amiss', at: 0, spoils: true }))),
    }),
  ])();
}

function isGoodRead(line: string): boolean {
  if (!line.includes('"op":"read"')) return false;
  const { outcome, value, absent } = JSON.parse(line) as OperationLine;
  return outcome === 'ok' && absent !== true && value !== null && value !== undefined;
}

export function spoilPlan(text: string, chance: Chance): Mutation {
  const plan = JSON.parse(text) as Plan;
  const [experiment] = plan.experiments;
  return oneOf<() => Mutation>(chance, [
    () => ({
      what: 'an experiment that was not run',
      text: JSON.stringify({
        ...plan,
        experiments: [...plan.experiments, { ...experiment, id: 'redis/other' }],
      }),
    }),
    () => ({ what: 'no experiment', text: JSON.stringify({ ...plan, experiments: [] }) }),
    () => ({
      what: 'the experiment twice',
      text: JSON.stringify({ ...plan, experiments: [experiment, experiment] }),
    }),
    () => ({
      what: 'another experiment',
      text: JSON.stringify({ ...plan, experiments: [{ ...experiment, id: 'redis/other' }] }),
    }),
    () => ({ what: 'cut', text: text.slice(0, below(chance, text.trimEnd().length - 1)) }),
  ])();
}

export function spoilResults(text: string, chance: Chance): Mutation {
  const results = JSON.parse(text) as Results;
  const experiments = (changes: object) =>
    JSON.stringify({ ...results, experiments: results.experiments.map((one) => ({ ...one, ...changes })) });
  return oneOf<() => Mutation>(chance, [
    () => ({ what: 'the run is unknown', text: experiments({ verdict: 'unknown', problems: ['amiss'] }) }),
    () => ({ what: 'a problem', text: JSON.stringify({ ...results, problems: ['amiss'] }) }),
    () => ({ what: 'no experiment', text: JSON.stringify({ ...results, experiments: [] }) }),
    () => ({ what: 'cut', text: text.slice(0, below(chance, text.trimEnd().length - 1)) }),
  ])();
}
