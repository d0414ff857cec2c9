import { EXIT, interrupted } from '../errors.ts';

/** The launcher and the terminal may both deliver one Ctrl-C. */
const SAME_SIGNAL_MS = 300;

/**
 * A signal that aborts on SIGINT, SIGTERM, SIGHUP, and when the launcher is gone. A second Ctrl-C ends the process
 * at once; what it owned is then cleaned up by the reaper.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let firstMs: number | undefined;
  const onSignal = () => {
    if (firstMs === undefined) {
      firstMs = performance.now();
      controller.abort(interrupted());
    } else if (performance.now() - firstMs > SAME_SIGNAL_MS) {
      process.exit(EXIT.interrupted);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  if (process.channel) {
    process.on('disconnect', onSignal);
    // The channel is there to tell of the launcher's end, and must not keep this process alive.
    process.channel.unref();
  }
  return controller.signal;
}
