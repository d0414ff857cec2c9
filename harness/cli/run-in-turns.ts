import { VERSION } from '../plan/make.ts';
import type { CarriedOut, Wanted } from '../run/carry-out.ts';
import { counted } from '../units.ts';
import { interruption } from './interruption.ts';
import { platformOpener } from './platform.ts';
import { keepingRecord } from './run-options.ts';
import { say } from './output.ts';
import { createTurnsDisplay, never, type AreSideBySide } from './turns.ts';

const PLATFORM = 'process';

/**
 * Runs very many short experiments on processes of this machine, in the order in which they are given, and says where
 * the record is. A store whose server cannot be had has none of them. Those of a turn that `areSideBySide` allows are run as
 * many at a time as there are processors.
 */
export const runInTurns = (
  wanted: Omit<Wanted, 'platform' | 'claims' | 'name'>,
  areSideBySide: AreSideBySide = never,
): Promise<CarriedOut> =>
  keepingRecord(
    { ...wanted, platform: PLATFORM, claims: [] },
    {
      openPlatform: platformOpener({ platform: PLATFORM, reports: wanted.reports }),
      signal: interruption(),
      display: createTurnsDisplay({ areSideBySide }),
      onPlan: ({ experiments }) =>
        say(`Holdfast ${VERSION} · seed ${wanted.seed} · ${counted(experiments.length, 'experiment')}`),
    },
  );
