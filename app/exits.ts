import { EXIT_CALLED } from '../protocol/last-words.ts';

/**
 * From now on a call of `process.exit()` is told on stderr before it ends the process, with the stack of who called it:
 * a store's handler of errors, say. Returns what ends that.
 */
export function reportExits(): () => void {
  process.on('exit', report);
  return () => process.off('exit', report);
}

function report(code: number): void {
  const lines = (new Error().stack ?? '').split('\n');
  const at = lines.findIndex((line) => /\bprocess\.exit\b/.test(line));
  // What ends of an error is told by Node itself.
  if (at !== -1) console.error([`${EXIT_CALLED}(${code})`, ...lines.slice(at + 1)].join('\n'));
}
