import type { Subject } from './plan.ts';

/**
 * What a subject goes by in results, in tables and for the globs of a policy: its store, and where its server is laid
 * out or set otherwise than by default, that too: `redis@sentinel+wait=1`.
 */
export const subjectId = (subject: Pick<Subject, 'store' | 'topology' | 'settings'>): string =>
  [
    subject.topology === undefined ? subject.store : `${subject.store}@${subject.topology}`,
    ...settingsIn(subject),
  ].join('+');

/** The same for people, behind the name of the store: `sentinel, wait=1`; empty for one with every default. */
export const subjectRemark = (subject: Pick<Subject, 'topology' | 'settings'>): string =>
  [...(subject.topology === undefined ? [] : [subject.topology]), ...settingsIn(subject)].join(', ');

const settingsIn = ({ settings = {} }: Pick<Subject, 'settings'>): string[] =>
  Object.entries(settings).map(([name, value]) => `${name}=${value}`);
