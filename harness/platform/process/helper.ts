import type { Child } from '../../process/child.ts';

/**
 * Tells when a process that Holdfast put between clients, app and server ends although nobody asked it to: what they see
 * from then on is not the subject's doing. Disposing of it ends the watching, and comes before the process is ended.
 */
export function watchHelper(child: Child, what: string, onDeath: (what: string) => void): Disposable {
  let isOver = false;
  void child.exited.then(() => {
    if (!isOver) onDeath(`${what} ended by itself: ${child.describeExit()} (${child.logFile})`);
  });
  return {
    [Symbol.dispose]() {
      isOver = true;
    },
  };
}
