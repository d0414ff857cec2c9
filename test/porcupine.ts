import { execa, ExecaError } from 'execa';
import { fileURLToPath } from 'node:url';
import { compareAt } from '../harness/checker/oracle/compare.ts';
import { happens } from '../harness/model/session.ts';
import type { OperationLine } from '../protocol/history.ts';

const FOLDER = fileURLToPath(new URL('../tools/porcupine', import.meta.url));

export interface SecondOpinion {
  histories: number;
  /** Left out: what its model here cannot express, a TTL, a login, what was there before with nobody knows what. */
  leftOut: number;
  disagreements: { seed: number; judge: boolean; porcupine: string }[];
}

/**
 * The same random histories, judged by Porcupine (github.com/anishathalye/porcupine), a program of others, with a model of
 * a session written in Go. Undefined where there is no Go to run it with.
 */
export async function secondOpinion(seeds: Iterable<number>): Promise<SecondOpinion | undefined> {
  const explained = new Map<number, boolean>();
  const lines: string[] = [];
  let leftOut = 0;
  for (const seed of seeds) {
    const compared = compareAt(seed);
    const { ops, experiment } = compared;
    if (experiment.ttlMs !== undefined || !ops.every(isExpressible)) {
      leftOut++;
      continue;
    }
    explained.set(seed, compared.explained && compared.disagreements.length === 0);
    lines.push(JSON.stringify({ seed, maybeThere: isMaybeThere(ops), operations: ops.flatMap(translated) }));
  }
  const output = await run(lines);
  if (output === undefined) return undefined;
  const disagreements: SecondOpinion['disagreements'] = [];
  for (const line of output.trim().split('\n')) {
    const [seed, says = ''] = line.split(' ');
    const judge = explained.get(Number(seed));
    if (judge === undefined || says !== (judge ? 'Ok' : 'Illegal'))
      disagreements.push({ seed: Number(seed), judge: judge ?? false, porcupine: says });
  }
  return { histories: explained.size, leftOut, disagreements };
}

async function run(lines: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await execa('go', ['run', '.'], {
      cwd: FOLDER,
      input: `${lines.join('\n')}\n`,
      maxBuffer: 1 << 30,
    });
    return stdout;
  } catch (error) {
    if (error instanceof ExecaError && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const isExpressible = ({ op, preexisting }: OperationLine) =>
  op !== 'regenerate' && preexisting === undefined;

/** Not, if its creation is the first thing to begin on it. */
function isMaybeThere(ops: readonly OperationLine[]): boolean {
  const start = (wanted: boolean) =>
    Math.min(...ops.filter(({ op }) => (op === 'create') === wanted).map(({ start }) => start));
  return start(true) >= start(false);
}

function translated(op: OperationLine) {
  const happened = happens(op);
  if (happened === 'never' || (op.op === 'read' && happened === 'may')) return [];
  const isOfKey = op.key !== undefined && (op.op !== 'create' || op.value !== undefined);
  return [
    {
      op: op.op,
      key: isOfKey ? op.key : '',
      value: op.value === undefined || op.value === null ? 'null' : `${typeof op.value} ${op.value}`,
      count: op.op === 'increment' && typeof op.value === 'number' ? op.value : 0,
      absent: op.absent === true,
      must: happened === 'must',
      start: op.start,
      end: op.end,
    },
  ];
}
