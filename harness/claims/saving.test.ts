import { testVerdicts, type Seen } from './testing.ts';

/** An app that waits for save, and saves so often for 20 changes, and one that does not wait, to which this happened. */
const saved = (
  { sets, ...awaited }: { sets: number; anomalyCounts: Record<string, number> },
  unawaited: Record<string, number>,
): Record<string, Seen> => ({
  'saved-undisturbed': { counts: { operations: 60, reads: 40 }, figures: { 'calls.set': sets } },
  // Faults leave the fate of many changes open: that so few saves were made tells nothing.
  'saved-awaited': { counts: { operations: 600, reads: 40 }, figures: { 'calls.set': sets }, ...awaited },
  'saved-unawaited': { anomalyCounts: unawaited },
});
const saves = (sets: number, anomalyCounts: Record<string, number> = {}) => ({ sets, anomalyCounts });

testVerdicts('C14', 'redis', [
  ['true only if', 'only who waits is safe', saved(saves(20), { 'stale-read': 3 })],
  ['true only if', 'sessions are saved twice', saved(saves(25), { 'stale-read': 3 })],
  [
    'true only if',
    'the second save undid what came before it',
    saved(saves(25, { 'lost-write': 1, resurrection: 1 }), { 'stale-read': 3 }),
  ],
  ['refuted', 'a write is lost without one', saved(saves(20, { 'lost-write': 1 }), { 'stale-read': 3 })],
  [
    'refuted',
    'a save came after the answer',
    saved(saves(25, { 'lost-write': 1, 'stale-read': 1 }), { 'stale-read': 3 }),
  ],
  [
    'refuted',
    'a write is lost where no session is saved twice',
    {
      ...saved(saves(25, { 'lost-write': 1 }), { 'stale-read': 3 }),
      'saved-no-login': { anomalyCounts: { 'lost-write': 1 } },
    },
  ],
  [
    'unknown',
    'nothing was written without a login',
    { ...saved(saves(25), { 'stale-read': 3 }), 'saved-no-login': { counts: { writesAcknowledged: 0 } } },
  ],
  [
    'unknown',
    'nothing was written without faults',
    {
      ...saved(saves(25), { 'stale-read': 3 }),
      'saved-undisturbed': { counts: { writesAcknowledged: 0 }, figures: { 'calls.set': 0 } },
    },
  ],
  ['unknown', 'it made no difference', saved(saves(20), {})],
]);
