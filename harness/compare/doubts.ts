import { isKnown, type ComparedStore, type Comparison, type Memory, type Pace } from './comparison.ts';

/** What is not known, and why: problems of the run, stores that were not tested, figures and experiments. */
export function doubtsOf({ stores }: Comparison, problems: readonly string[]): string[] {
  const untested = stores.flatMap(({ name, untested: why }) =>
    why === undefined ? [] : [`${name}: ${why}`],
  );
  // Of a store of which nothing is known, one reason says more than the same one from each of its experiments.
  const nothing = stores.filter(isAllUnknown).map(({ store }) => store);
  const own = problems.filter((problem) => !nothing.some((store) => problem.includes(` ${store}/`)));
  return [...new Set([...own, ...(problems.length === 0 ? untested : []), ...stores.flatMap(reasonsOf)])];
}

const isAllUnknown = ({ cells }: ComparedStore) =>
  cells.size > 0 && [...cells.values()].every(({ verdict }) => verdict === 'unknown');

function reasonsOf(compared: ComparedStore): string[] {
  const { name, pace, memory, cells, untested } = compared;
  if (untested !== undefined) return [];
  if (isAllUnknown(compared)) {
    const reason = [...cells.values()][0]?.reason ?? 'no reason was given';
    return [`${name}: none of its experiments could be judged: ${reason}`];
  }
  const { latency } = pace;
  return [
    ...(isKnown(latency) ? pace.leftOut.map((reason) => `${name}: a round is left out: ${reason}`) : []),
    ...untrusted(latency, `${name}: latency is unknown`),
    ...untrusted(memory.app, `${name}: bytes a session in the app are unknown`),
    ...untrusted(memory.server, `${name}: bytes a session in the store are unknown`),
    ...[...cells].flatMap(([situation, { verdict, reason }]) =>
      verdict === 'unknown' ? [`${name}, ${situation}: ${reason ?? 'no reason was given'}`] : [],
    ),
  ];
}

/** Of what nothing was to measure there is no doubt. */
function untrusted(figure: Pace['latency'] | Memory['app'] | undefined, what: string): string[] {
  if (figure === undefined || isKnown(figure) || figure.because === 'not asked') return [];
  return [`${what}: ${figure.unknown}`];
}
