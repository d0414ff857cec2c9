import { messageOf } from '../../../protocol/message-of.ts';

/**
 * What a fault rejects with that went wrong, once what it broke was undone: the error itself, or, where that could not be
 * done, both. Whoever interrupts ends the undoing too; what is owed then is brought back when the run is over.
 */
export async function afterUndoing(
  cause: unknown,
  undo: () => Promise<unknown>,
  { signal, still }: { signal: AbortSignal; still: string },
): Promise<unknown> {
  const left = await undo().then(() => undefined, messageOf);
  if (left === undefined || signal.aborted) return cause;
  return new Error(`${messageOf(cause)}; and ${still}: ${left}`, { cause });
}
