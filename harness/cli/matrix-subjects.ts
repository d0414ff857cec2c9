import { usageError } from '../errors.ts';
import { FAULT_KINDS } from '../model/faults.ts';
import { kindIn, type MatrixSubject } from '../matrix/plan.ts';
import { subjectId } from '../model/subject-id.ts';
import { knownName, unknownName } from '../plan/names.ts';
import { STORE_NAMES } from '../stores/catalogue.ts';
import { laidOutStores } from '../stores/laid-out.ts';
import { laidOut } from './run-topology.ts';

/** What people set that decides what is lost. */
const SET_OTHERWISE = [
  'redis+persistence=none',
  'redis+persistence=aof-always',
  'redis@sentinel+wait=1',
  'redis@sentinel+min-replicas-to-write=1',
  'mongo+j=true',
  'mongo@replica-set+w=1',
  'postgres+synchronous_commit=off',
  'postgres@standby+synchronous_commit=off',
  'postgres@standby+synchronous_standby_names=any',
  'mysql+innodb_flush_log_at_trx_commit=0',
  'mysql@replica+rpl_semi_sync=after_sync',
  'sqlite+journal_mode=wal',
  'sqlite+synchronous=off',
];

/** Every store by itself and as it can be laid out; where not only the usual is wanted, as people set it, too. */
export const matrixSubjects = ({ quick }: { quick: boolean }): MatrixSubject[] => [
  ...STORE_NAMES.map((store) => ({ store })),
  ...laidOutStores(),
  ...(quick ? [] : SET_OTHERWISE.map(subjectFrom)),
];

/** `redis@sentinel+wait=1`, each once. Throws a usage error for what a store cannot have. */
export const subjectsFrom = (text: string): MatrixSubject[] => [
  ...new Map(text.split(',').map((part) => [part.trim(), subjectFrom(part.trim())])).values(),
];

function subjectFrom(text: string): MatrixSubject {
  const [name = '', ...setting] = text.split('+');
  const [storeName = '', topology] = name.split('@');
  const store = knownName('store', storeName, STORE_NAMES);
  return { store, ...laidOut(store, { ...(topology === undefined ? {} : { topology }), setting }) };
}

/** `app-crash,server-failover(kill)`, each once. Throws a usage error for what is no fault. */
export function matrixFaults(text: string): string[] {
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  for (const part of parts) {
    if (part.includes('@'))
      throw usageError(`${part} has a time, and a matrix has its own`, { next: part.split('@')[0] ?? '' });
    if (kindIn(part) === undefined) throw unknownName('fault', part, FAULT_KINDS);
  }
  return [...new Set(parts)];
}

/** As they are written. */
export const subjectsText = (subjects: readonly MatrixSubject[]): string => subjects.map(subjectId).join();
