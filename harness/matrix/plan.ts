import { HoldfastError } from '../errors.ts';
import {
  chaosMeshOf,
  FAULT_KINDS,
  FAULTS,
  isOfPods,
  takesOwnDisk,
  type FaultKind,
  type FaultTraits,
} from '../model/faults.ts';
import type { Experiment, Subject } from '../model/plan.ts';
import { subjectId } from '../model/subject-id.ts';
import { draft } from '../plan/draft.ts';
import { parseFaults } from '../plan/parse.ts';
import { storeFacts } from '../stores/catalogue.ts';

/** A store, how its server is laid out, and what of it is set. */
export type MatrixSubject = Pick<Subject, 'store' | 'topology' | 'settings'>;

export interface MatrixRequest {
  subjects: readonly MatrixSubject[];
  /** As they are written in a schedule, without their time: `server-failover(kill)`. */
  faults: readonly string[];
  seed: number;
}

/** A subject and a fault that it can have, or why it cannot. */
export type PlannedCell = { subject: string; fault: string } & (
  { experiment: Experiment } | { impossible: string }
);

const AT_MS = 2500;
const BROKEN_MS = 8000;
/** Another one has to take over, and the former primary to follow it. */
const TAKEN_OVER_MS = 18_000;

/** Every fault as usual that every machine can have; of the failovers all. */
export const MATRIX_FAULTS: readonly string[] = FAULT_KINDS.filter(
  (kind) => !takesOwnDisk(kind) && !isOfPods(kind) && chaosMeshOf(kind) === undefined,
).flatMap((kind) => (kind === 'server-failover' ? [kind, `${kind}(kill)`, `${kind}(cut)`] : [kind]));
/** What befalls most people. */
export const QUICK_FAULTS: readonly string[] = [
  'app-crash',
  'server-restart',
  'server-crash',
  'wire-down',
  'server-failover(kill)',
];

/** One cell for each subject and each fault, subject by subject. */
export const matrixCells = (request: MatrixRequest): PlannedCell[] =>
  request.subjects.flatMap((subject) => request.faults.map((fault) => cellOf(subject, fault, request.seed)));

/** What a cell's experiment is called. */
export const cellId = (subject: string, fault: string): string => `${subject}/${fault}`;

/** The kind of a fault as it is written in a schedule; undefined for none that is known. */
export const kindIn = (fault: string): FaultKind | undefined =>
  FAULT_KINDS.find((kind) => kind === fault.replace(/\(.*$/, ''));

function cellOf(subject: MatrixSubject, fault: string, seed: number): PlannedCell {
  const at = { subject: subjectId(subject), fault };
  const kind = kindIn(fault) as FaultKind;
  const { leastInstances = 1, needsReplicas }: FaultTraits = FAULTS[kind];
  const { server } = storeFacts(subject.store);
  try {
    const faults = parseFaults(`${fault}@${AT_MS}ms`, {
      store: subject.store,
      topology: subject.topology,
      instances: leastInstances,
      hasServer: server !== undefined,
      program: server,
    });
    const made = draft({
      title: `${at.subject}, ${fault}`,
      // What is lost is then the store's, and not what the middleware had not saved yet.
      subject: { ...subject, instances: leastInstances, saveMode: 'awaited' },
      load: {
        workload: 'register',
        clients: 10,
        rate: 150,
        durationMs: needsReplicas ? TAKEN_OVER_MS : BROKEN_MS,
      },
      faults,
    });
    return { ...at, experiment: { id: cellId(at.subject, fault), seed, ...made } };
  } catch (error) {
    if (error instanceof HoldfastError) return { ...at, impossible: error.message };
    throw error;
  }
}
