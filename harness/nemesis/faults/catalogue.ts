import type { FaultKind } from '../../model/faults.ts';
import { acknowledged, watchAround } from './around-wire.ts';
import { blockLoop } from './app-blocked.ts';
import { loseAppPower } from './app-power-loss.ts';
import { rollOver } from './app-rolling.ts';
import { scale } from './app-scaled.ts';
import { rotateSecret } from './app-secret.ts';
import { startEarly } from './app-started-early.ts';
import { breakNetwork } from './break-network.ts';
import { breakAndRestore } from './break-and-restore.ts';
import { endAndStart } from './end-and-start.ts';
import { failOver } from './fail-over.ts';
import type { InjectFault } from './fault.ts';
import { DELAYED, LOSSY, PARTITIONED } from './packets.ts';
import { skewClock } from './app-clock-skew.ts';
import { pauseAndResume } from './pause-and-resume.ts';
import { killClients } from './server-clients-killed.ts';
import { useUpConnections } from './server-connections-used-up.ts';
import { fillDisk } from './server-disk-full.ts';
import { lockWrites } from './server-locked.ts';
import { fillMemory } from './server-memory-full.ts';
import { losePower } from './server-power-loss.ts';
import { forbidWrites } from './server-read-only.ts';
import { lagBehind } from './server-replica-lag.ts';
import { spoilWire } from './spoil-wire.ts';
import { LIMITED, NARROW, RESET, SILENT, SLICED, SLOW, SLOW_CLOSE } from './spoilers.ts';

/** How each fault is done. What a plan has to know of it stands in model/faults/. */
export const INJECT: Readonly<Record<FaultKind, InjectFault>> = {
  // A deployment: the process answers what is in flight before it ends.
  'app-restart': endAndStart('app', 'SIGTERM'),
  'app-crash': endAndStart('app', 'SIGKILL'),
  'app-power-loss': loseAppPower,
  // A stall, as by a long collection or a busy host.
  'app-pause': pauseAndResume('app'),
  'app-blocked': blockLoop,
  'app-rolling': rollOver,
  'app-scaled': scale,
  'app-clock-skew': skewClock(),
  'app-secret-rotated': rotateSecret,
  'app-started-early': startEarly,
  'server-restart': endAndStart('server', 'SIGTERM'),
  // What the operating system had already taken from it is kept: a crash of the program, not of the machine.
  'server-crash': endAndStart('server', 'SIGKILL'),
  'server-power-loss': losePower,
  'server-pause': pauseAndResume('server'),
  'server-failover': failOver(),
  'server-replica-lag': lagBehind,
  'server-clients-killed': killClients,
  'server-memory-full': fillMemory,
  'server-disk-full': fillDisk,
  'server-connections-used-up': useUpConnections,
  'server-read-only': forbidWrites,
  'server-locked': lockWrites,
  'wire-down': breakAndRestore(async (wire, instance, { read }) => {
    await wire.cut();
    return {
      evidence: { seen: 'its connections were refused' },
      beforeRestoring: await watchAround(instance, acknowledged('while its wire was cut'), read),
    };
  }),
  'wire-slow': spoilWire(SLOW),
  'wire-bandwidth': spoilWire(NARROW),
  'wire-silent': spoilWire(SILENT),
  'wire-limit': spoilWire(LIMITED),
  'wire-reset': spoilWire(RESET),
  'wire-sliced': spoilWire(SLICED),
  'wire-slow-close': spoilWire(SLOW_CLOSE),
  'net-partition': breakNetwork(PARTITIONED),
  'net-delay': breakNetwork(DELAYED),
  'net-loss': breakNetwork(LOSSY),
};
