import pWaitFor, { TimeoutError } from 'p-wait-for';

interface Waiting {
  limitMs: number;
  everyMs: number;
  signal: AbortSignal;
  /** What is said of it that takes too long; `why` is what was wrong last. */
  tooLate: (why: string) => string;
}

/** Looks until nothing is wrong with what is seen, and gives that. Rejects where something still is after a limit. */
export async function untilFine<Seen>(
  look: () => Promise<Seen>,
  wrong: (seen: Seen) => string | undefined,
  { limitMs, everyMs, signal, tooLate }: Waiting,
): Promise<Seen> {
  let seen: Seen | undefined;
  let why: string | undefined = 'there was no answer';
  const isFine = async () => {
    seen = await look();
    why = wrong(seen);
    return why === undefined;
  };
  try {
    await pWaitFor(isFine, { interval: everyMs, timeout: limitMs, signal });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    throw new Error(tooLate(why ?? ''), { cause: error });
  }
  return seen as Seen;
}
