import { traitsOf, WORKLOADS } from '../model/workloads.ts';

/** The table of docs/EXPERIMENTS.md. */
export const workloadsMarkdown = (): string =>
  [
    '| name | each client |',
    '| --- | --- |',
    ...WORKLOADS.map((workload) => `| \`${workload}\` | ${traitsOf(workload).each} |`),
  ].join('\n');
