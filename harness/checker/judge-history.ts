import type { ExperimentLine } from '../../protocol/history.ts';
import { readHistory } from '../history/read.ts';
import type { HistoryProblem } from '../history/problem.ts';
import type { HistoryVisitor } from '../history/visitor.ts';
import { judge } from './judge.ts';
import type { Judge, Judgement } from './judgement.ts';

export interface JudgedExperiment {
  experiment: ExperimentLine;
  judgement: Judgement;
  /** Its end line was seen. */
  complete: boolean;
}

export interface JudgedHistory {
  experiments: JudgedExperiment[];
  problems: HistoryProblem[];
}

type Open = () => AsyncIterable<Uint8Array>;

interface Options {
  /** Opens the history a second time, where that can be done, to find out whose a strange value is. */
  again?: Open;
  /** Sees every line as well. */
  visitor?: HistoryVisitor;
}

/** Judges a whole history, experiment by experiment. */
export async function judgeHistory(
  source: AsyncIterable<Uint8Array>,
  { again, visitor = {} }: Options = {},
): Promise<JudgedHistory> {
  const judging: { experiment: ExperimentLine; judge: Judge; complete: boolean }[] = [];
  const current = () => judging.at(-1);
  const spoilers: string[] = [];
  const problems = await readHistory(source, {
    ...visitor,
    experiment(experiment, line) {
      visitor.experiment?.(experiment, line);
      current()?.judge.settle({ complete: current()?.complete ?? false });
      judging.push({ experiment, judge: judge(experiment), complete: false });
    },
    operation(op, line) {
      visitor.operation?.(op, line);
      current()?.judge.operation(op, line);
    },
    fault(fault, line) {
      visitor.fault?.(fault, line);
      current()?.judge.fault(fault);
    },
    unsaved(unsaved, line) {
      visitor.unsaved?.(unsaved, line);
      // express-session answered although the save had failed: whatever refused it, the answer is what lost it.
      current()?.judge.unsaved({
        fromMs: unsaved.from,
        toMs: unsaved.to,
        instance: unsaved.unsaved,
        layer: 'middleware',
      });
    },
    note(note, line) {
      visitor.note?.(note, line);
      if (note.spoils) current()?.judge.spoil(note.note);
    },
    end(end, line) {
      visitor.end?.(end, line);
      const ended = current();
      if (ended === undefined || ended.experiment.experiment !== end.end) return;
      ended.complete = true;
      ended.judge.settle({ complete: true });
    },
    problem(problem) {
      visitor.problem?.(problem);
      if (!problem.spoils) return;
      if (problem.experiment === undefined) spoilers.push(problem.message);
      else current()?.judge.spoil(problem.message);
    },
  });
  const last = current();
  last?.judge.settle({ complete: last.complete });
  for (const reason of spoilers) for (const { judge } of judging) judge.spoil(reason);
  if (again !== undefined && judging.some(({ judge }) => judge.suspects().size > 0))
    await lookAgain(again(), judging);
  const experiments = judging.map(({ experiment, judge, complete }) => ({
    experiment,
    judgement: judge.finish({ complete }),
    complete,
  }));
  return {
    experiments,
    problems: [...problems, ...experiments.flatMap(({ judgement }) => judgement.problems)],
  };
}

async function lookAgain(
  source: AsyncIterable<Uint8Array>,
  judging: readonly { judge: Judge }[],
): Promise<void> {
  let at = -1;
  await readHistory(source, {
    experiment: () => void at++,
    operation: (op) => judging[at]?.judge.lookAgain(op),
  });
}
