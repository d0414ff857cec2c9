import type { Unserved } from './asked.ts';
import type { Shortage, Shown } from './shortage.ts';
import { shortInWords, type ServiceFinding } from './words.ts';

interface Left {
  findings: readonly ServiceFinding[];
  /** Why nothing is known instead of what is no longer found. */
  reason: string | undefined;
  /** The faults from which it is no longer known whether the app came back. */
  excused: ReadonlySet<string>;
}

/**
 * Of what was found, what stays when all is left out that the machine explains. What does not stay is neither a defect
 * nor a pass: the app may have been as slow on any other machine.
 *
 * @param found judges again, by these alone.
 */
export function unlessShort(
  findings: readonly ServiceFinding[],
  unserved: readonly Unserved[],
  shortage: Shortage,
  found: (rest: readonly Unserved[]) => readonly ServiceFinding[],
): Left {
  const nothing = { findings, reason: undefined, excused: new Set<string>() };
  if (findings.length === 0) return nothing;
  const shown: Shown[] = [];
  const rest = unserved.filter((each) => {
    const by = shortage.explains(each);
    if (by !== undefined) shown.push(by);
    return by === undefined;
  });
  if (shown.length === 0) return nothing;
  const stays = new Set(found(rest).map(({ fault }) => fault));
  const gone = findings.filter(({ fault }) => !stays.has(fault));
  const [first] = gone;
  return {
    findings: findings.filter(({ fault }) => stays.has(fault)),
    reason: first && shortInWords(first, shown),
    excused: new Set(gone.flatMap(({ fault = [] }) => fault)),
  };
}
