import { setTimeout as delay } from 'node:timers/promises';
import { accepting } from './accepting.ts';

/** Of what is gone, the last connection is closed before its process is. */
const REFUSED_WITHIN_MS = 2000;

/** Resolves when nothing takes connections on that port; rejects where something goes on to: then nothing was broken. */
export async function refusing(name: string, port: number): Promise<void> {
  const untilMs = performance.now() + REFUSED_WITHIN_MS;
  for (;;) {
    try {
      await accepting({ host: '127.0.0.1', port });
    } catch {
      return;
    }
    if (performance.now() > untilMs)
      throw new Error(
        `${name} has ended, and something still takes connections on its port ${port}: a process of it that left its process group`,
      );
    await delay(20);
  }
}
