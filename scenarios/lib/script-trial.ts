import { NOBODY, type Trial } from '../../protocol/trial.ts';
import { Cookies } from './cookies.ts';
import type { Visiting } from './script-visitor.ts';

/** Enough for what only a second visit shows: that one can log in again. */
const VISITS = 2;

/**
 * Some visits before the load, and what somebody without a cookie is shown. Says on the console what the harness cannot
 * see in the operations: what is wrong with the script, how long cookies live, and what the script says of that.
 */
export async function trial(
  { run, script, kept }: Visiting,
  make: (number: number) => Promise<string | undefined>,
  ttl: unknown,
): Promise<void> {
  for (let number = 1; number <= VISITS; number++) {
    const problem = await make(number);
    if (problem !== undefined) return tell({ problem });
  }
  const last = kept.all().at(-1);
  const nobody = last && script.shown(last, new Cookies(), NOBODY);
  for (const key of nobody ? script.keysOf(nobody) : [])
    script.look(nobody as NonNullable<typeof nobody>, key, run.clock());
  tell({ ttl, ages: last?.cookies.ages(Date.now()) ?? [], counts: last ? script.countsOf(last) : [] });
}

const tell = (trial: Trial) => console.log(JSON.stringify({ trial }));
