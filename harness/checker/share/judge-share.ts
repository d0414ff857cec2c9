import { readShare } from '../../history/read-share.ts';
import { SessionsJudge } from '../sessions-judge.ts';
import type { Found, Looked, Seen } from './found.ts';
import type { Share } from './share.ts';

/**
 * Judges one share of the sessions of a whole history; what the reading has to say of the history itself, and all that
 * is of no session, is for another to see. Rejects with `Unsplittable` where that cannot be done.
 */
export async function judgeShare(source: AsyncIterable<Uint8Array>, share: Share): Promise<JudgedShare> {
  const judges: { judge: SessionsJudge; id: string; complete: boolean }[] = [];
  const settle = () => {
    const current = judges.at(-1);
    current?.judge.settle({ complete: current.complete });
  };
  await readShare(source, share, {
    experiment(experiment) {
      settle();
      judges.push({
        judge: new SessionsJudge(experiment, [], share),
        id: experiment.experiment,
        complete: false,
      });
    },
    operation: (op, line) => judges.at(-1)?.judge.operation(op, line),
    fault: (fault) => void judges.at(-1)?.judge.findings.faults.push(fault),
    end({ end }) {
      const current = judges.at(-1);
      if (current?.id !== end) return;
      current.complete = true;
      settle();
    },
  });
  settle();
  return {
    looked: () =>
      judges.map(({ judge: { findings } }) => ({ seen: findings.seen(), undecided: findings.undecided() })),
    decide: (experiment, seen, told) => judges[experiment]?.judge.findings.found(seen, told),
  };
}

interface JudgedShare {
  looked(): Looked[];
  decide(experiment: number, seen: Seen, told: readonly number[]): Found | undefined;
}
