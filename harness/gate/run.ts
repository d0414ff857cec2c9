import type { Results } from '../model/results.ts';
import { counted } from '../units.ts';
import type { Check } from './decision.ts';

/** What concerns the whole run: that it is complete, tested something, and had all it needed. */
export function checkRun({ run, experiments, problems }: Results): Check[] {
  const ended = 'the run came to its end';
  const cut = 'it was cut off, so what is missing is not known';
  return [
    run.complete
      ? {
          id: 'run/complete',
          title: ended,
          verdict: 'pass',
          message: counted(experiments.length, 'experiment'),
        }
      : unknown('complete', ended, cut),
    ...(experiments.length === 0
      ? [unknown('empty', 'something was tested', 'the run has no experiment')]
      : []),
    ...problems.map((problem, index) =>
      unknown(`problem-${index + 1}`, 'the run had all it needed', problem),
    ),
  ];
}

const unknown = (id: string, title: string, message: string): Check => ({
  id: `run/${id}`,
  title,
  verdict: 'unknown',
  message,
});
