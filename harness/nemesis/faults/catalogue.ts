import { setTimeout as delay } from 'node:timers/promises';
import { SLOW_WIRE_MS, type FaultKind } from '../../model/faults.ts';
import { watchAround } from './around-wire.ts';
import { breakAndRestore } from './break-and-restore.ts';
import { endAndStart } from './end-and-start.ts';
import type { InjectFault } from './fault.ts';
import { pauseAndResume } from './pause-and-resume.ts';

/** How each fault is done. What a plan has to know of it stands in model/faults.ts. */
export const INJECT: Readonly<Record<FaultKind, InjectFault>> = {
  // A deployment: the process answers what is in flight before it ends.
  'app-restart': endAndStart('app', 'SIGTERM'),
  'app-crash': endAndStart('app', 'SIGKILL'),
  // A stall, as by a long collection or a busy host.
  'app-pause': pauseAndResume('app'),
  'server-restart': endAndStart('server', 'SIGTERM'),
  // What the operating system had already taken from it is kept: a crash of the program, not of the machine.
  'server-crash': endAndStart('server', 'SIGKILL'),
  'server-pause': pauseAndResume('server'),
  'wire-down': breakAndRestore(async (wire, instance) => {
    await wire.cut();
    return {
      evidence: { seen: 'its connections were refused' },
      beforeRestoring: await watchAround(instance, 'cut'),
    };
  }),
  'wire-slow': breakAndRestore(async (wire, instance) => {
    // Towards the server: what an instance asks for takes effect later than that of one whose wire is whole.
    await wire.add({
      type: 'latency',
      stream: 'upstream',
      attributes: { latency: SLOW_WIRE_MS, jitter: 0 },
    });
    // What was on its way before is through by then.
    await delay(SLOW_WIRE_MS);
    return {
      evidence: { seen: 'toxiproxy held back what was sent', latencyMs: SLOW_WIRE_MS },
      beforeRestoring: await watchAround(instance, 'slow'),
    };
  }),
};
