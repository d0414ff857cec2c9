import { tellApart } from './testing.ts';

const came = (whole: number, changed: number, otherwise: number, unanswered = 0, gone = 0) => ({
  kinds: { figures: { 'kept whole': whole, 'as JSON': changed, otherwise, unanswered, gone } },
});

tellApart('C11', 'redis', [
  ['shown', 'all came back as they were', came(10, 0, 0)],
  ['true only if', 'others came back as JSON', came(10, 60, 0, 5)],
  ['true only if', 'one was acknowledged and is gone', came(10, 0, 0, 0, 1)],
  ['refuted', 'one came back as something else', came(10, 60, 1)],
  ['unknown', 'none came back', came(0, 0, 0)],
]);
