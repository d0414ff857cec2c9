import { testVerdicts } from './testing.ts';

/** Each read took as long as the others of its kind, but for one part in ten. */
const times = (kind: string, size: number, ms: number, reads: number) => ({
  [`${kind}.reads`]: reads,
  [`${kind}.bytes`]: size * reads,
  [`${kind}.ms`]: ms * reads,
  [`${kind}.ms squared`]: 1.01 * ms ** 2 * reads,
});
const weighed = (size: number, ms: number, reads = 400) => ({
  weight: { figures: { ...times('light', 100, 1, reads), ...times('heavy', size, ms, reads) } },
});

testVerdicts('C20', 'cookie', [
  ['shown', 'it is more and takes longer', weighed(3600, 3)],
  ['true only if', 'it is more and takes no longer', weighed(3600, 1)],
  ['refuted', 'it is no more', weighed(100, 1)],
  ['unknown', 'too few were read', weighed(3600, 3, 20)],
]);
