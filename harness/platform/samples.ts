/** The values of a metric with the label `operation` in an exposition, by operation. */
export const samplesOf = (metric: string, text: string): [operation: string, value: number][] =>
  [...text.matchAll(new RegExp(`^${metric}\\{[^}]*operation="(\\w+)"[^}]*\\} ([\\d.e+-]+)$`, 'gm'))].map(
    ([, operation = '', value]) => [operation, Number(value)],
  );
