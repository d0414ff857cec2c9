import { inOrder, step, type Checker } from './finding.ts';

/** Seen certainly after its latest possible end of life. */
export const lateExpiry: Checker = {
  kind: 'late-expiry',
  untested: 'no session was asked for after its latest possible end of life',
  check({ name, ages }, report, { ttlMs }) {
    for (const { sight, renewal } of ages.late)
      report({
        session: name,
        seen: sight,
        from: renewal.start,
        to: sight.end,
        describe: () => ({
          summary: `session ${name} was seen ${Math.round(sight.start - renewal.end)} ms after it was last renewed, with a TTL of ${ttlMs} ms`,
          steps: inOrder(
            step(renewal, 'the last that may have renewed it'),
            step(sight, 'expected no session'),
          ),
        }),
      });
    return ages.askedWhenDead;
  },
};
