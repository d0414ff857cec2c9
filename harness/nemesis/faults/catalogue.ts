import { appCrash } from './app-crash.ts';
import { appRestart } from './app-restart.ts';
import type { InjectFault } from './fault.ts';

/** Every fault by name. */
export const FAULTS = {
  'app-restart': appRestart,
  'app-crash': appCrash,
} as const satisfies Record<string, InjectFault>;

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];
