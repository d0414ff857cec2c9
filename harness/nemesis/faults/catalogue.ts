import { appCrash } from './app-crash.ts';
import { appPause } from './app-pause.ts';
import { appRestart } from './app-restart.ts';
import type { Fault } from './fault.ts';
import { serverCrash } from './server-crash.ts';
import { serverPause } from './server-pause.ts';
import { serverRestart } from './server-restart.ts';
import { wireDown } from './wire-down.ts';
import { wireSlow } from './wire-slow.ts';

/** Every fault by name. */
export const FAULTS = {
  'app-restart': appRestart,
  'app-crash': appCrash,
  'app-pause': appPause,
  'server-restart': serverRestart,
  'server-crash': serverCrash,
  'server-pause': serverPause,
  'wire-down': wireDown,
  'wire-slow': wireSlow,
} as const satisfies Record<string, Fault>;

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];
