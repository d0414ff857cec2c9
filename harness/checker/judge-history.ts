import type { ExperimentLine } from '../../protocol/history.ts';
import { readHistory } from '../history/read.ts';
import type { HistoryProblem } from '../history/problem.ts';
import type { HistoryVisitor } from '../history/visitor.ts';
import { AsPlanned, notBegun } from './as-planned.ts';
import { judge, judgeWithOthers, type ExperimentJudge } from './judge.ts';
import type { Judge, ServedJudgement } from './judgement.ts';
import type { Others } from './share/others.ts';
import { Spoilers } from './spoilers.ts';

export interface JudgedExperiment {
  experiment: ExperimentLine;
  judgement: ServedJudgement;
  /** Its end line was seen. */
  complete: boolean;
}

export interface JudgedHistory {
  experiments: JudgedExperiment[];
  problems: HistoryProblem[];
  /** Ids of experiments that were planned, by the first line, and that nothing was recorded of. */
  unstarted: readonly string[];
  /** It has a first line, or opens an experiment: whatever is wrong with it, it is a history. */
  recognized: boolean;
}

type Open = () => AsyncIterable<Uint8Array>;

interface Options {
  /** Opens the history a second time, where that can be done, to find out whose a strange value is. */
  again?: Open;
  /** Sees every line as well. */
  visitor?: HistoryVisitor;
  /**
   * Who judges all sessions but those of a share, while the rest is judged here; they have to be able to read the
   * history, and it is read `again` by this one. Rejects with `Unsplittable` where it takes one judge for all.
   */
  others?: Others;
  /** Hears of each experiment, by its place in the history, as soon as it is judged: most before the next one begins. */
  onJudged?: (judged: JudgedExperiment, index: number) => void;
}

interface Judging {
  experiment: ExperimentLine;
  judge: Judge & Partial<Pick<ExperimentJudge, 'hear' | 'join'>>;
  complete: boolean;
}

/**
 * Judges a whole history, experiment by experiment: what is held of one is let go before the next one begins, unless a
 * strange value in it has to be looked for a second time.
 */
export async function judgeHistory(
  source: AsyncIterable<Uint8Array>,
  { again, visitor = {}, others, onJudged }: Options = {},
): Promise<JudgedHistory> {
  const judged: JudgedExperiment[] = [];
  const waiting = new Map<number, Judging>();
  const spoilers = new Spoilers();
  const asPlanned = new AsPlanned();
  let count = 0;
  let current: Judging | undefined;

  const problems = await readHistory(source, {
    ...visitor,
    history(first, line) {
      visitor.history?.(first, line);
      asPlanned.plan(first.planned);
    },
    experiment(experiment, line) {
      leave();
      asPlanned.began(experiment.experiment);
      visitor.experiment?.(experiment, line);
      const own = others ? judgeWithOthers(experiment, others.share) : judge(experiment);
      current = { experiment, judge: own, complete: false };
    },
    operation(op, line) {
      visitor.operation?.(op, line);
      current?.judge.operation(op, line);
    },
    fault(fault, line) {
      visitor.fault?.(fault, line);
      current?.judge.fault(fault);
    },
    unsaved(unsaved, line) {
      visitor.unsaved?.(unsaved, line);
      // express-session answered although the save had failed: whatever refused it, the answer is what lost it.
      current?.judge.unsaved({
        fromMs: unsaved.from,
        toMs: unsaved.to,
        instance: unsaved.unsaved,
        count: unsaved.count,
        layer: 'middleware',
      });
    },
    starved(starved, line) {
      visitor.starved?.(starved, line);
      current?.judge.starved(starved);
    },
    note(note, line) {
      visitor.note?.(note, line);
      if (note.spoils) current?.judge.spoil(note.note);
    },
    end(end, line) {
      visitor.end?.(end, line);
      if (current?.experiment.experiment !== end.end) return;
      current.complete = true;
      current.judge.settle({ complete: true });
    },
    problem(problem) {
      visitor.problem?.(problem);
      spoilers.hear(problem);
    },
  });
  leave();
  const looked = (await others?.looked()) ?? [];
  for (const [index, { judge }] of waiting) judge.hear?.(looked.flatMap((each) => each[index] ?? []));
  if (again !== undefined && [...waiting.values()].some(({ judge }) => judge.suspects().size > 0))
    await lookAgain(again(), waiting);
  if (others !== undefined)
    for (const [index, { judge }] of waiting)
      await judge.join?.(
        others,
        index,
        looked.flatMap((each) => each[index] ?? []),
      );
  for (const [index, each] of waiting) conclude(each, index);
  const experiments = judged.map((each) => spoilers.after(each));
  const unstarted = asPlanned.unstarted();
  return {
    experiments,
    unstarted,
    recognized: asPlanned.recognized,
    problems: [
      ...problems,
      ...experiments.flatMap(({ judgement }) => judgement.problems),
      ...notBegun(unstarted),
    ],
  };

  /** Judges what the experiment left open; concludes it, unless the history is to be looked at again for it. */
  function leave(): void {
    if (current === undefined) return;
    const { judge, complete } = current;
    judge.settle({ complete });
    const index = count++;
    if (others !== undefined || (again !== undefined && judge.suspects().size > 0))
      waiting.set(index, current);
    else conclude(current, index);
    current = undefined;
  }

  function conclude({ experiment, judge, complete }: Judging, index: number): void {
    spoilers.before(experiment, judge);
    const each = { experiment, judgement: judge.finish({ complete }), complete };
    judged[index] = each;
    onJudged?.(each, index);
  }
}

async function lookAgain(
  source: AsyncIterable<Uint8Array>,
  waiting: ReadonlyMap<number, { judge: Judge }>,
): Promise<void> {
  let at = -1;
  await readHistory(source, {
    experiment: () => void at++,
    operation: (op) => waiting.get(at)?.judge.lookAgain(op),
  });
}
