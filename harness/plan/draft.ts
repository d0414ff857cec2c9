import type { Experiment, Load, PlannedFault, Subject } from '../model/plan.ts';

/** An experiment before it has a name and a seed. */
export type Draft = Omit<Experiment, 'id' | 'seed'>;

const SUBJECT: Omit<Subject, 'store'> = {
  instances: 1,
  balance: 'random',
  ttlMs: 600_000,
  saveMode: 'implicit',
  resave: false,
  rolling: false,
  saveUninitialized: false,
  environment: 'production',
};

const LOAD: Omit<Load, 'workload' | 'clients' | 'rate' | 'durationMs'> = {
  lingerMs: 0,
  bytes: 0,
  timeoutMs: 5000,
};

/** What a draft has to say; the rest is as apps have it that set nothing, but for `resave` and `saveUninitialized`. */
interface Wanted extends Pick<Experiment, 'title' | 'sampleEveryMs'> {
  subject: Partial<Subject> & Pick<Subject, 'store'>;
  load: Partial<Load> & Pick<Load, 'workload' | 'clients' | 'rate' | 'durationMs'>;
  faults?: readonly Omit<PlannedFault, 'id'>[];
}

/** Completes a draft; its faults are called f1, f2, ... in their order. */
export const draft = ({ title, sampleEveryMs, subject, load, faults = [] }: Wanted): Draft => ({
  title,
  subject: { ...SUBJECT, ...subject },
  load: { ...LOAD, ...load },
  faults: faults.map((fault, index) => ({ id: `f${index + 1}`, ...fault })),
  ...(sampleEveryMs === undefined ? {} : { sampleEveryMs }),
});
