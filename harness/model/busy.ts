/** What is noted of the processors at each step of a breakpoint, from 1 on, in percent: names of figures. */
export const BUSY = {
  note: 'who had the processors while the rate went up',
  /** What k6 had and wanted to have of all processors. */
  generator: (step: number) => `k6 wanted of the processors at step ${step} (%)`,
  /** How much of the time the app was ready to run and had no processor, the instance that waited longest. */
  appWaited: (step: number) => `the app waited for a processor at step ${step} (%)`,
} as const;
