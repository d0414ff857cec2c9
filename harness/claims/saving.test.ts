import { tellApart } from './testing.ts';

const saved = (awaited: Record<string, number>, unawaited: Record<string, number>) => ({
  'saved-awaited': { anomalyCounts: awaited },
  'saved-unawaited': { anomalyCounts: unawaited },
});

tellApart('C14', 'redis', [
  ['true only if', 'only who waits is safe', saved({}, { 'stale-read': 3 })],
  ['refuted', 'nobody is safe', saved({ 'lost-write': 1 }, { 'stale-read': 3 })],
  ['unknown', 'it made no difference', saved({}, {})],
]);
